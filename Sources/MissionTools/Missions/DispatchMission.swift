package import CanonicalJSON
package import MissionControl
package import MissionModel
import Platform

/// `vp_dispatch_mission`: queues a mission.
package struct DispatchMission: ToolRequest {
  package static let name = "vp_dispatch_mission"
  package static let summary = "Queues a mission for a VP."
  package static let guide =
    "It answers at once, before any work is done: call vp_wait_mission next. With an "
    + "idempotency_key the call is safe to repeat: it answers the same mission again."
  package static let writes = true
  package static let parameters = DispatchParameters.all

  /// What is asked for.
  package let request: DispatchRequest
  /// The claim of the worker that takes the mission at once; nil where it waits for its turn.
  package let claim: ClaimRequest?

  package init(_ request: DispatchRequest) {
    self.request = request
    claim = nil
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    request = try DispatchRequest(json: arguments.object(without: DispatchClaim.parameter))
    claim = try DispatchClaim.read(arguments, of: request.vpID)
  }

  /// Checks nothing: a `DispatchRequest` is checked when it is made.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> DispatchAnswer {
    let taker = claim.map { Taker($0, context.call) }
    return DispatchAnswer(
      result: try await context.fleet.dispatch(request, context.call, takenBy: taker),
      taker: claim?.worker)
  }
}

/// What `vp_dispatch_mission` answers.
package struct DispatchAnswer: DescribedAnswer, OutcomeAnswer {
  package static let fields = [
    MissionFields.missionID, MissionFields.status, MissionFields.vpID,
    Field("queued_at", .nullable(.time)),
    Field("replayed", .boolean, "Whether this key made the mission before."),
    Field("source_session_id", .nullable(.text), "The session whose feed gets its events."),
    Field("mission", .shape(.missionSummary)),
  ]

  /// The mission that was made, or found by its key.
  package let result: DispatchResult
  /// The worker that was to take the mission at once; nil without one.
  let taker: WorkerID?

  /// The attempt that the worker was given; nil if it has to wait, and without one.
  private var taken: Int? {
    let state = result.mission.state
    return taker != nil && state.status.isHeld && state.workerID == taker ? state.attempt : nil
  }

  package var mission: MissionView { result.mission }
  package var warnings: [Warning] { result.warnings }
  package var hint: String? {
    if result.keyHasRun { return NextCall.afterRun(of: result.mission) }
    if let taken { return ClaimAnswer.report(taken) }
    return switch result.mission.nextStep {
    case .serve, .wait: "vp_wait_mission until it settles, then vp_read_result_artifacts"
    default: NextCall.after(result.mission)
    }
  }
  package var bareHint: String? { result.keyHasRun ? NextCall.keyHasRun : nil }

  package func write(into writer: inout JSONWriter) {
    let facts = result.mission.state.facts
    writer.field("mission_id", facts.missionID.rawValue)
    writer.field("status", result.mission.state.status.rawValue)
    writer.field("vp_id", facts.vpID.rawValue)
    writer.field("queued_at", facts.dispatchedAt?.description)
    writer.field("replayed", result.replayed)
    writer.field("source_session_id", facts.sourceSessionID)
    writer.field("mission", result.mission.summary)
  }
}
