import CanonicalJSON
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// The route by which a worker on another machine says how it is itself: it began, it lives, it can't work, it ends.
enum SessionRoutes {
  private enum Word: String, CaseIterable {
    case registered, heartbeat, degraded, retired
  }

  static let report = Parameter(
    "report", .choice(Word.allCases.map(\.rawValue)), required: true, "What the worker says.")
  static let host = Parameter("host", .text(bytes: 1...256), "For registered: its machine's name.")
  static let version = Parameter(
    "version", .text(bytes: 1...256), "For registered: the version of its program.")
  static let error = Parameter(
    "error", .text(bytes: 1...65_536), "For degraded: why it can't work.")
  private static let parameters = [Parameter.vpID, .workerID, report, host, version, error]

  static let all: [Route] = [
    .command(
      "/api/v1/vps/{vp_id}/sessions/{worker_id}", .work,
      "Says how a worker is: it began, it lives, it can't work, or it ends.",
      answer: AnswerFields.sessionReport, parameters: parameters
    ) { arguments, context in
      let session = SessionID(vp: try arguments.vpID(), worker: try arguments.workerID())
      try await context.fleet.reportSession(try said(arguments), of: session, context.call)
      return SessionReported(session: try await context.fleet.session(session))
    },
    .question(
      "/api/v1/vps/{vp_id}/sessions/{worker_id}/why",
      "Explains why a worker's session has its effective status.", answer: AnswerFields.sessionWhy,
      parameters: [Parameter.vpID, .workerID]
    ) { arguments, context in
      let session = SessionID(vp: try arguments.vpID(), worker: try arguments.workerID())
      return try await ExplainWhy(.session(session)).answer(context)
    },
  ]

  private static func said(_ arguments: Arguments) throws(MissionError) -> SessionReport {
    let text = try arguments.requiredText(report)
    guard let word = Word(rawValue: text) else { throw report.refusal(of: "'\(text)'") }
    let why = try checked(error, arguments)
    let (name, program) = (try checked(host, arguments), try checked(version, arguments))
    switch word {
    case .heartbeat: return .heartbeat
    case .retired: return .retired
    case .degraded: return .degraded(error: why ?? "it gave no reason")
    case .registered:
      // The process is another machine's: nothing here can tell whether it lives.
      return .registered(WorkerProcess(host: name, version: program))
    }
  }

  /// A text within its bounds, wanted by the report or not; nil where it isn't given.
  private static func checked(
    _ parameter: Parameter, _ arguments: Arguments
  ) throws(MissionError) -> String? {
    let text = try arguments.text(parameter)
    try parameter.check(text)
    return text
  }
}

/// The session as the report left it.
struct SessionReported: ToolAnswer {
  let session: SessionView?

  func write(into writer: inout JSONWriter) { writer.field("session", session) }
}
