import MissionModel
import MissionReplay
import Testing

private func why(_ change: (inout SessionState) -> Void) throws -> Why {
  var state = SessionState(
    session: SessionID(vp: try Known.vp("vp.general.primary"), worker: try Known.worker("w-1")),
    position: 3)
  change(&state)
  let view = SessionView(state: state, lane: "vp", now: Story.start, policy: Story.policy)
  return Why(view, events: [], now: Story.start, policy: Story.policy, live: nil)
}

@Test func aSessionIsExplainedByItsLastHeartbeat() throws {
  let stale = try why { $0.lastHeartbeatAt = Story.at(-901) }
  #expect(stale.effectiveStatus == "stale")
  #expect(stale.staleReason == .heartbeatTimeout)
  let live = try why { $0.lastHeartbeatAt = Story.at(-900) }
  #expect(live.effectiveStatus == "idle")
  #expect(live.staleReason == nil)
}

@Test func aSessionWithoutAHeartbeatIsExplainedByItsLastChange() throws {
  #expect(try why { $0.updatedAt = Story.at(-901) }.staleReason == .updateTimeout)
  #expect(try why { _ in }.staleReason == .missingTimestamps)
}

@Test func aLostSessionIsExplainedByItsLoss() throws {
  let lost = try why { $0.phase = .lost }
  #expect(lost.staleReason == .workerDead)
  #expect(lost.rules.first == "the reconciler found its process gone")
}

@Test func aSessionThatEndedInOrderIsNotJudgedBySilence() throws {
  let retired = try why {
    $0.phase = .retired
    $0.lastHeartbeatAt = Story.at(-9_000)
  }
  #expect(retired.effectiveStatus == "retired")
}

@Test func aSessionOfTheLongestNameIsExplainedInEightyColumns() throws {
  let session = SessionID(
    vp: try Known.vp(String(repeating: "v", count: 128)),
    worker: try Known.worker(String(repeating: "w", count: 128)))
  let view = SessionView(
    state: SessionState(session: session, position: 3), lane: "vp", now: Story.start,
    policy: Story.policy)
  let why = Why(view, events: [], now: Story.start, policy: Story.policy, live: nil)
  let lines = WhyDrawing(why, clock: .utc).lines
  #expect(lines.allSatisfy { $0.columns <= 80 })
  #expect(lines.prefix(4).map(\.text).joined() == session.description)
}
