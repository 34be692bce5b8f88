import Platform
import Testing

@testable import MissionModel

struct RuleTests {
  private let start = Instant(microseconds: 1_772_357_400_000_000)

  private func running() throws -> MissionBench {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    return bench
  }

  private func imported(_ change: (inout MissionImported) -> Void) throws -> MissionState {
    let request = DispatchRequest(vpID: MissionBench.vp, objective: "old")
    var row = MissionImported(
      origin: MissionDispatched(missionID: MissionBench.id, request: request), status: .running)
    change(&row)
    var bench = MissionBench.unborn
    try bench.append([.imported(row)])
    return try #require(bench.state)
  }

  private func reason(
    _ mission: MissionState, after seconds: Double, session: SessionState? = nil
  ) -> StaleReason? {
    StaleRule.judge(
      mission, session: session, now: start.advanced(bySeconds: seconds), policy: MissionPolicy()
    ).reason
  }

  @Test func aLeaseThatRanOutMakesAMissionStale() throws {
    let mission = try #require(try running().state)
    #expect(reason(mission, after: 119) == nil)
    #expect(reason(mission, after: 121) == .claimExpired)
  }

  @Test func aLostWorkerMakesItsMissionStaleWhateverTheLease() throws {
    let mission = try #require(try running().state)
    var session = SessionState(
      session: SessionID(vp: MissionBench.vp, worker: MissionBench.first.worker), position: 9)
    #expect(reason(mission, after: 0, session: session) == nil)
    session.phase = .lost
    #expect(reason(mission, after: 0, session: session) == .workerDead)
  }

  @Test func importedHistoryIsJudgedByTheFirstTimeItHas() throws {
    let old = start
    #expect(reason(try imported { $0.updatedAt = old }, after: 901) == .updatedAtTimeout)
    #expect(reason(try imported { $0.updatedAt = old }, after: 900) == nil)
    #expect(reason(try imported { $0.startedAt = old }, after: 901) == .startedAtTimeout)
    #expect(reason(try imported { $0.dispatchedAt = old }, after: 901) == .createdAtTimeout)
    #expect(reason(try imported { _ in }, after: 0) == .missingTimestamps)
  }

  @Test func onlyHeldMissionsAreJudged() throws {
    let queued = try #require(try MissionBench().state)
    #expect(reason(queued, after: 1_000_000) == nil)
  }

  @Test func sessionsAreJudgedByTheirSilence() {
    var session = SessionState(
      session: SessionID(vp: MissionBench.vp, worker: MissionBench.first.worker), position: 9)
    func reason(after seconds: Double) -> StaleReason? {
      StaleRule.judge(
        session, now: start.advanced(bySeconds: seconds), policy: MissionPolicy()
      ).reason
    }
    #expect(reason(after: 0) == .missingTimestamps)
    session.updatedAt = start
    #expect(reason(after: 901) == .updateTimeout)
    session.lastHeartbeatAt = start
    #expect(reason(after: 901) == .heartbeatTimeout)
    #expect(reason(after: 900) == nil)
    for phase in [SessionState.Phase.degraded, .retired] {
      session.phase = phase
      #expect(reason(after: 10_000) == nil)
    }
    session.phase = .lost
    #expect(reason(after: 0) == .workerDead)
  }

  @Test func aCancelShowsAsCancellingThenOverdue() throws {
    var bench = try running()
    try bench.run(.cancel(reason: "no", force: false))
    let mission = try #require(bench.state)
    #expect(EffectiveStatus(mission, isStale: false) == .cancelling)
    #expect(EffectiveStatus(mission, isStale: true) == .stale)
    let policy = MissionPolicy()
    #expect(!mission.isCancelOverdue(at: start.advanced(bySeconds: 60), policy: policy))
    #expect(mission.isCancelOverdue(at: start.advanced(bySeconds: 61), policy: policy))
  }

  @Test func waitingNamesTheFirstReasonThatHolds() throws {
    let mission = try #require(try MissionBench().state)
    var queue = QueueFacts(
      isPaused: true, isServed: false, isTargetTaken: true, held: 1, maxConcurrent: 1, ahead: 2)
    func reason() -> WaitingReason? { WaitingReason.of(mission, queue: queue, now: start) }
    #expect(reason() == .vpPaused)
    queue.isPaused = false
    #expect(reason() == .noLiveWorker)
    queue.isWhole = false
    #expect(reason() == nil)
    queue.isWhole = true
    queue.isServed = true
    #expect(reason() == .target)
    queue.isTargetTaken = false
    #expect(reason() == .concurrency)
    queue.held = 0
    #expect(reason() == .turn)
  }

  @Test func tierOutranksPriorityAndPriorityOutranksAge() {
    let order = [
      ClaimOrder(tierRank: 0, priority: 9, position: 9),
      ClaimOrder(tierRank: 1, priority: 1, position: 9),
      ClaimOrder(tierRank: 1, priority: 2, position: 1),
      ClaimOrder(tierRank: 1, priority: 2, position: 2),
    ]
    #expect(order.reversed().sorted() == order)
  }

  @Test func anAcknowledgementLastsUntilTheNextEventThatIsNoHeartbeat() throws {
    var bench = try running()
    try bench.run(.block(MissionBench.first, question: "how?", options: []))
    func attention() -> AttentionReason? {
      bench.state.flatMap { attentionReason($0, after: 0) }
    }
    #expect(attention() == .blocked)
    try bench.run(.acknowledge(note: nil))
    #expect(attention() == nil)
    try bench.run(.heartbeat(MissionBench.first))
    #expect(attention() == nil)
    try bench.run(.annotate(MissionAnnotated(note: "n")))
    #expect(attention() == .blocked)
  }

  @Test func aLookCoversNoLeaseThatRanOutAfterIt() throws {
    var bench = try running()
    try bench.run(.escalate(MissionEscalated(summary: "s", whyEscalating: "w")))
    try bench.run(.acknowledge(note: nil))
    #expect(attentionReason(try #require(bench.state), after: 119) == nil)
    #expect(attentionReason(try #require(bench.state), after: 121) == .stale)
    bench.now = start.advanced(bySeconds: 200)
    try bench.run(.acknowledge(note: nil))
    #expect(attentionReason(try #require(bench.state), after: 201) == nil)
    #expect(try bench.run(.acknowledge(note: nil)) == .unchanged)
  }

  @Test func aLookCoversNoCancelThatBecameOverdueAfterIt() throws {
    var bench = try running()
    try bench.run(.cancel(reason: "no", force: false))
    try bench.run(.acknowledge(note: nil))
    #expect(attentionReason(try #require(bench.state), after: 60) == nil)
    #expect(attentionReason(try #require(bench.state), after: 61) == .cancelOverdue)
    bench.now = start.advanced(bySeconds: 70)
    try bench.run(.acknowledge(note: nil))
    #expect(attentionReason(try #require(bench.state), after: 71) == nil)
    #expect(try bench.run(.acknowledge(note: nil)) == .unchanged)
  }

  @Test func aHeartbeatAfterALookLeavesItToTheLogWhenThatWas() throws {
    var bench = try running()
    try bench.run(.cancel(reason: "no", force: false))
    try bench.run(.acknowledge(note: nil))
    bench.now = start.advanced(bySeconds: 65)
    func isHidden() throws -> Bool {
      try #require(bench.state).isLookHidden(at: bench.now, policy: MissionPolicy())
    }
    #expect(try !isHidden())
    try bench.run(.heartbeat(MissionBench.first))
    #expect(try isHidden())
    let mission = try #require(bench.state)
    #expect(attentionReason(mission, after: 66, lookedAt: start) == .cancelOverdue)
    #expect(attentionReason(mission, after: 66, lookedAt: start.advanced(bySeconds: 64)) == nil)
  }

  private func attentionReason(
    _ mission: MissionState, after seconds: Double, lookedAt: Instant? = nil
  ) -> AttentionReason? {
    AttentionReason.of(
      mission, stale: reason(mission, after: seconds),
      overdueSince: mission.cancelOverdueSince(
        at: start.advanced(bySeconds: seconds), policy: MissionPolicy()), lookedAt: lookedAt)
  }

  static let bases: [([MissionCommand], MissionReconciled.Outcome?, StatusBasis)] = [
    ([], nil, .decided),
    ([.claim("w1")], nil, .reported),
    ([.claim("w1"), .block(MissionBench.first, question: "q", options: [])], nil, .reported),
    (
      [
        .claim("w1"), .block(MissionBench.first, question: "q", options: []),
        .answer(questionID: nil, answer: "a"),
      ], nil, .decided
    ),
    ([.claim("w1"), .completed(MissionBench.first)], nil, .reported),
    ([.claim("w1"), .failed(MissionBench.first)], nil, .reported),
    (
      [
        .claim("w1"),
        .fail(MissionBench.first, FailureReport(error: "e", failureMode: .deadlineExceeded)),
      ], nil, .decided
    ),
    ([.claim("w1"), .cancelled(MissionBench.first, reason: nil)], nil, .decided),
    ([.cancel(reason: "no", force: false)], nil, .decided),
    ([.claim("w1")], .failed, .inferred),
    ([.claim("w1")], .requeued, .inferred),
    ([.claim("w1")], .cancelled, .decided),
    ([.claim("w1"), .heartbeat(MissionBench.first)], nil, .reported),
  ]

  @Test(arguments: bases.indices)
  func theBasisIsThatOfTheEventThatSetTheStatus(index: Int) throws {
    let (steps, verdict, basis) = Self.bases[index]
    var bench = try MissionBench()
    for step in steps { try bench.run(step) }
    if let verdict { try bench.append(bench.verdict(verdict)) }
    #expect(bench.state?.basis == basis)
  }

  @Test func everyErrorOfTheContractHasItsRow() {
    #expect(MissionError.Code.allCases.count == 34)
    #expect(
      MissionError.Code.allCases.filter { $0.traits.retryable }.map(\.rawValue)
        == ["rate_limited", "vp_db_locked", "unavailable", "ledger_full"])
    #expect(MissionError.Code.leaseLost.traits.exitCode == 65)
    #expect(MissionError.Code.ledgerFull.traits.httpStatus == 507)
  }
}
