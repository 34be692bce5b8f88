package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `vp_cancel_mission`: ends a queued mission, asks the worker of a running one to stop.
package struct CancelMission: ToolRequest {
  package static let name = "vp_cancel_mission"
  package static let summary =
    "Cancels a mission: a queued one at once, a running one by its worker."
  package static let guide =
    "Cancelling twice is the same cancel. A running mission's worker is told to stop: vp_wait_mission with until "
    + "terminal."
  package static let writes = true
  package static let isIdempotent = true
  package static let isDestructive = true

  static let reason = Parameter(
    "reason", .text(bytes: 1...4_096), standard: MissionCancelRequested.unstated,
    "Why, for the record.")
  static let force = Parameter(
    "force", .boolean, standard: "false",
    "Whether to end it at once without waiting for its worker, whose process may still run.")
  package static let parameters = [Parameter.missionID, reason]
  package static let ofPersons = [force]

  /// The mission.
  private let missionID: MissionID
  /// Why.
  private let reason: String
  /// Whether to end it at once, whatever its worker does.
  private let force: Bool

  package init(_ arguments: Arguments) throws(MissionError) {
    missionID = try arguments.missionID()
    reason = try arguments.text(Self.reason) ?? MissionCancelRequested.unstated
    force = try arguments.flag(Self.force) ?? false
  }

  package func check() throws(MissionError) {
    try Self.reason.check(reason)
  }

  package func perform(_ context: ToolContext) async throws -> CancelAnswer {
    CancelAnswer(
      result: try await context.fleet.cancel(missionID, reason: reason, force: force, context.call))
  }
}

/// What `vp_cancel_mission` answers.
package struct CancelAnswer: DescribedAnswer, OutcomeAnswer {
  package static let fields = [
    MissionFields.status, Field("already", .boolean, "Whether a cancel was asked for before."),
    Field("mission", .shape(.missionSummary)),
  ]

  /// What the cancel led to.
  package let result: CancelResult

  package var mission: MissionView { result.mission }
  package var warnings: [Warning] { result.warnings }
  package var hint: String? {
    result.mission.state.status.isTerminal ? nil : NextCall.after(result.mission)
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("status", result.mission.state.status.rawValue)
    writer.field("already", result.already)
    writer.field("mission", result.mission.summary)
  }
}
