import CanonicalJSON
import Platform
import Testing

@testable import MissionModel

/// The keys of every shape, in the contract's order.
struct ViewTests {
  static let full = """
    mission_id vp_id lane mission_type objective status status_basis effective_status stale \
    stale_reason terminal waiting_for ahead priority priority_tier reply_mode execution_mode \
    constraints budget metadata success_criteria required_outputs idempotency_key \
    source_session_id source_turn_id run_id task_id trace_id retry_of retried_by chain_id \
    chain_length not_before deadline attempt max_attempts worker_id worker_host \
    lease_expires_at last_heartbeat_at last_progress cancel_requested cancel_overdue \
    cancel_reason cancel_requested_by cancel_requested_at blocked last_answer result_ref \
    result_summary next_action deliverables mission_receipt_relpath sync_ready_marker_relpath \
    failure_mode failure_detail usage late_reports escalated acknowledged dispatched_at \
    claimed_at started_at completed_at updated_at queue_seconds duration_seconds version position
    """
  static let summary = """
    mission_id vp_id status effective_status stale_reason status_basis terminal waiting_for \
    blocked last_answer failure_mode cancel_requested objective last_progress result_summary \
    result_ref deliverables next_action attempt worker_id retry_of retried_by dispatched_at \
    updated_at completed_at duration_seconds version position
    """
  static let session = """
    session_id vp_id worker_id lane host status effective_status stale stale_reason mission_ids \
    last_heartbeat_at last_error registered_at updated_at missions_completed missions_failed
    """
  static let vp = """
    vp_id name description lane live_workers queued running blocked paused p50_run_seconds \
    p95_run_seconds oldest_waiting_seconds sessions
    """

  private func keys(_ write: (inout JSONWriter) -> Void) throws -> String {
    var writer = JSONWriter(order: .asWritten)
    write(&writer)
    var reader = JSONReader(trusted: writer.finish())
    var keys: [String] = []
    try reader.beginObject()
    while let key = try reader.nextKey() {
      keys.append(key.string)
      try reader.skip()
    }
    return keys.joined(separator: " ")
  }

  @Test(arguments: [
    "a" + String(repeating: "\u{301}", count: 5_000), String(repeating: "e\u{301}", count: 201),
    String(repeating: "x", count: 300),
  ])
  func aSummaryShowsTwoHundredScalarsOfAnObjectiveAtMost(objective: String) throws {
    var bench = MissionBench.unborn
    let request = DispatchRequest(vpID: MissionBench.vp, objective: objective)
    try bench.append([.dispatched(MissionDispatched(missionID: MissionBench.id, request: request))])
    let view = MissionView(
      state: try #require(bench.state), request: nil, lane: "vp", session: nil, queue: nil,
      now: bench.now, policy: bench.policy)
    var writer = JSONWriter(order: .asWritten)
    view.writeSummary(into: &writer)
    var shown = ""
    var reader = JSONReader(trusted: writer.finish())
    try reader.readObject { key, reader throws(JSONError) in
      if key == "objective" { shown = try reader.readString() } else { try reader.skip() }
    }
    #expect(Array(shown.unicodeScalars) == Array(objective.unicodeScalars.prefix(200)))
  }

  private func view(_ steps: [MissionCommand]) throws -> MissionView {
    var bench = try MissionBench()
    for step in steps { try bench.run(step) }
    guard case .dispatched(let origin) = bench.events[0] else { throw MissionError(.notFound, "") }
    return MissionView(
      state: try #require(bench.state), request: origin.request, lane: "vp", session: nil,
      queue: QueueFacts(ahead: 3), now: bench.now, policy: bench.policy)
  }

  @Test(arguments: [
    [], [MissionCommand.claim("w1")], [.claim("w1"), .completed(MissionBench.first)],
  ])
  func aMissionHasEveryKeyWhateverItsStatus(steps: [MissionCommand]) throws {
    let view = try view(steps)
    #expect(try keys { view.writeFull(into: &$0) } == Self.full)
    #expect(try keys { view.writeSummary(into: &$0) } == Self.summary)
  }

  @Test func aQueuedMissionSaysWhatItWaitsForAndARunningOneDoesNot() throws {
    let queued = try view([])
    #expect(queued.waitingFor == .turn)
    #expect(queued.ahead == 3)
    let running = try view([.claim("w1")])
    #expect(running.waitingFor == nil)
    #expect(running.ahead == nil)
  }

  @Test func aSessionAndAVPHaveTheirKeys() throws {
    let state = SessionState(session: GoldenPayloadTests.session, position: 1)
    let session = SessionView(state: state, lane: "vp", now: .epoch, policy: MissionPolicy())
    #expect(try keys { session.write(into: &$0) } == Self.session)
    let vp = VPView(vpID: MissionBench.vp, lane: "vp")
    #expect(try keys { vp.write(into: &$0) } == Self.vp)
  }

  @Test func anErrorHasTheContractsShape() {
    var writer = JSONWriter(order: .asWritten)
    MissionError(.vpDBLocked, "held", retryAfterMs: 50).write(into: &writer)
    #expect(
      String(decoding: writer.finish(), as: UTF8.self)
        == #"{"code":"vp_db_locked","message":"held","retryable":true,"retry_after_ms":50}"#)
  }
}
