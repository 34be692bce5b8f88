package import CanonicalJSON
import MissionControl
package import MissionModel

/// A remote worker's report on itself: it began, it lives, it can't work, it ends.
package struct ReportSession: FleetRequest {
  package static let summary =
    "Reports how a worker is: started, alive, unable to work, or ending."

  static let report = Parameter(
    "report", .choice(SessionReport.Kind.allCases.map(\.rawValue)), required: true,
    "How the worker is.")
  static let host = Parameter("host", .text(bytes: 1...256), "For registered: its machine's name.")
  static let version = Parameter(
    "version", .text(bytes: 1...256), "For registered: the version of its program.")
  static let error = Parameter(
    "error", .text(bytes: 1...65_536), "For degraded: why it can't work.")
  package static let parameters = [Parameter.vpID, .workerID, report, host, version, error]

  private let session: SessionID
  private let kind: SessionReport.Kind
  private let host: String?
  private let version: String?
  private let error: String?

  package init(_ arguments: Arguments) throws(MissionError) {
    session = SessionID(vp: try arguments.vpID(), worker: try arguments.workerID())
    guard let kind: SessionReport.Kind = try arguments.choice(Self.report) else {
      throw Self.report.refusal(of: "nothing")
    }
    self.kind = kind
    error = try arguments.text(Self.error)
    host = try arguments.text(Self.host)
    version = try arguments.text(Self.version)
  }

  /// Checks every text, also one that the report doesn't need.
  package func check() throws(MissionError) {
    try Self.error.check(error)
    try Self.host.check(host)
    try Self.version.check(version)
  }

  package func perform(_ context: ToolContext) async throws -> SessionReported {
    try await context.fleet.reportSession(said, of: session, context.call)
    return SessionReported(session: try await context.fleet.session(session))
  }

  private var said: SessionReport {
    switch kind {
    case .heartbeat: .heartbeat
    case .retired: .retired
    case .degraded: .degraded(error: error ?? "it gave no reason")
    // The process runs on another machine: nothing here can tell whether it lives.
    case .registered: .registered(WorkerProcess(host: host, version: version))
    }
  }
}

/// The session as the report left it.
package struct SessionReported: DescribedAnswer {
  package static let fields = [Field("session", .nullable(.shape(.session)))]

  let session: SessionView?

  package func write(into writer: inout JSONWriter) { writer.field("session", session) }
}
