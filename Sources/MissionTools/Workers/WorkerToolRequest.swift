package import MissionControl
import MissionModel

/// A worker's report on its mission: each renews the lease, and its answer says whether to go on.
package protocol WorkerToolRequest: ToolRequest where Answer == OneMissionAnswer {
  /// The kind of its report.
  static var kind: WorkerReport.Kind { get }
  /// The mission, its worker and the attempt.
  var target: ReportTarget { get }
  /// What the worker says.
  func report() -> WorkerReport
}

/// The mission that a worker reports on, and the token that it shows.
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
      : "ask with vp_block for what the work needs"
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
