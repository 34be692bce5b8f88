package import MissionControl
import MissionModel

/// One of the calls by which a worker reports on its mission: every one renews the lease and says whether to go on.
package protocol WorkerToolRequest: ToolRequest where Answer == OneMissionAnswer {
  /// What kind of report it makes.
  static var kind: WorkerReport.Kind { get }
  /// Which mission, by whom, for which attempt.
  var target: ReportTarget { get }
  /// What the worker says.
  func report() -> WorkerReport
}

/// Which mission a worker reports on, and the token it shows.
package struct ReportTarget: Hashable, Sendable {
  /// The parameters of every report.
  static let parameters = [Parameter.missionID, .workerID, .attempt]

  /// The mission.
  let mission: MissionID
  /// The worker and its attempt.
  let token: FencingToken

  init(_ arguments: Arguments) throws(MissionError) {
    mission = try arguments.missionID()
    token = try arguments.token()
  }
}

extension WorkerToolRequest {
  package static var name: String { "vp_" + kind.rawValue }
  package static var writes: Bool { true }

  package static func wayToTheRest(_ rules: DoorRules) -> String {
    rules.readsMissions
      ? GetMission.wayToWholeTexts
      : "what the work lacks of them, ask for by vp_block"
  }

  package func perform(_ context: ToolContext) async throws -> OneMissionAnswer {
    try await send(report(), context)
  }

  /// Reports what the worker says.
  func send(_ report: WorkerReport, _ context: ToolContext) async throws -> OneMissionAnswer {
    OneMissionAnswer(
      mission: try await context.fleet.report(
        report, on: target.mission, as: target.token, context.call), isForWorker: true)
  }
}
