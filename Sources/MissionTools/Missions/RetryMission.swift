package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `vp_retry_mission`: tries a failed or cancelled mission again, as another mission.
package struct RetryMission: ToolRequest {
  package static let name = "vp_retry_mission"
  package static let summary = "Tries a failed or cancelled mission again, as a new one."
  package static let guide =
    "Say in guidance what to do differently. A mission is retried only once, and a chain of "
    + "retries is short: escalate after that."
  package static let writes = true
  package static let isIdempotent = true

  static let guidance = Parameter(
    "guidance", .text(bytes: 1...65_536),
    "What to do differently this time; added to the objective.")
  static let fresh = Parameter(
    "fresh_workspace", .boolean, standard: "false", "Whether it starts in an empty workspace.")
  static let vp = Parameter("vp_id", Parameter.vpID.kind, "A VP other than the original mission's.")
  package static let parameters = [Parameter.missionID, guidance, fresh, vp]

  /// The mission that ended.
  private let missionID: MissionID
  /// How it is tried again.
  private var request = RetryRequest()

  package init(_ arguments: Arguments) throws(MissionError) {
    missionID = try arguments.missionID()
    request.guidance = try arguments.text(Self.guidance)
    request.freshWorkspace = try arguments.flag(Self.fresh) ?? false
    request.vp = try arguments.optionalVPID(Self.vp)
  }

  package func check() throws(MissionError) {
    try Self.guidance.check(request.guidance)
  }

  package func perform(_ context: ToolContext) async throws -> RetryAnswer {
    RetryAnswer(result: try await context.fleet.retry(missionID, request, context.call))
  }
}

/// What `vp_retry_mission` answers.
package struct RetryAnswer: DescribedAnswer, OutcomeAnswer {
  package static let fields = [
    MissionFields.missionID, Field("original_mission_id", .text),
    Field("replayed", .boolean, "Whether the same retry was made before."),
    Field("chain_id", .text, "The first mission of the chain."),
    Field("chain_length", .integer(from: 1)), Field("mission", .shape(.missionSummary)),
  ]

  /// The mission that takes up the work.
  package let result: RetryResult

  package var mission: MissionView { result.mission }
  package var warnings: [Warning] { result.warnings }
  package var hint: String? { "vp_wait_mission for the new mission_id" }

  package func write(into writer: inout JSONWriter) {
    let facts = result.mission.state.facts
    writer.field("mission_id", facts.missionID.rawValue)
    writer.field("original_mission_id", result.original.rawValue)
    writer.field("replayed", result.replayed)
    writer.field("chain_id", facts.chainID.rawValue)
    writer.field("chain_length", facts.chainLength)
    writer.field("mission", result.mission.summary)
  }
}
