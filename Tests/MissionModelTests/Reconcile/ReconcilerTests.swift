import Platform
import Testing

@testable import MissionModel

/// What the reconciler concludes, rule by rule.
struct ReconcilerTests {
  @Test func aHealthyWorkersMissionIsLeftAlone() throws {
    let bench = try ReconcileBench()
    #expect(bench.verdicts == ReconcileVerdicts())
  }

  @Test func aWorkerThatIsGoneIsLostAtOnceAndItsMissionFailsInTheSameRun() throws {
    var bench = try ReconcileBench()
    bench.see(.gone)
    let verdicts = bench.verdicts
    #expect(verdicts.sessions.map(\.session) == [bench.session.session])
    #expect(verdicts.missions.map(\.ground) == [.stale(.workerDead)])
    #expect(verdicts.missions.first?.lostSession == bench.session.session)
    #expect(bench.word == "reconciled+failed")
    try bench.carryOut()
    #expect(bench.mission.state?.failureMode == .stale(.workerDead))
    #expect(bench.mission.state?.basis == .inferred)
  }

  @Test func aRunOverWhatItLeftAppendsNothing() throws {
    var bench = try ReconcileBench()
    bench.see(.gone)
    try bench.carryOut()
    #expect(bench.verdicts.isEmpty)
  }

  @Test(arguments: [
    (WorkerPresence.Process.alive, 0.0, "alive"), (.alive, 899, "alive"),
    (.alive, 900, "reconciled+failed"), (.unknown, 0, "unobserved"),
    (.unknown, 119, "unobserved"), (.unknown, 120, "reconciled+failed"),
  ])
  func anExpiredLeaseEndsNothingWithoutSilence(
    process: WorkerPresence.Process, silence: Double, word: String
  ) throws {
    var bench = try ReconcileBench()
    bench.elapsed = 121
    bench.see(process, silentFor: silence)
    #expect(bench.word == word)
  }

  @Test(arguments: [WorkerPresence.Process.alive, .unknown])
  func silenceEndsNothingBeforeTheLeaseHasExpired(process: WorkerPresence.Process) throws {
    var bench = try ReconcileBench()
    bench.elapsed = 119
    bench.see(process, silentFor: 100_000)
    #expect(bench.word == nil)
  }

  @Test(arguments: [
    (WorkerPresence.Process.alive, 899.0, "alive"), (.alive, 900, "reconciled+failed"),
    (.unknown, 119, "healthy"), (.unknown, 120, "reconciled+failed"),
  ])
  func aLeaseThatWasWrittenWhileTheClockRanAheadIsJudgedBySilenceAlone(
    process: WorkerPresence.Process, silence: Double, word: String
  ) throws {
    var bench = try ReconcileBench()
    bench.elapsed = -315_360_000
    bench.see(process, silentFor: silence)
    #expect(bench.word ?? "healthy" == word)
  }

  @Test func theEndOfAnotherProcessUnderTheSameIdEndsNoMissionOfOneThatIsHeard() throws {
    var bench = try ReconcileBench()
    bench.session.registeredAt = bench.mission.now.advanced(bySeconds: 1)
    bench.see(.gone, silentFor: 40)
    #expect(bench.verdicts == ReconcileVerdicts())
    bench.elapsed = 121
    bench.see(.gone, silentFor: 121)
    #expect(bench.word == "reconciled+failed")
    #expect(bench.verdicts.sessions.count == 1)
  }

  @Test func aMissionPastItsDeadlineIsNotPutBackIntoTheQueue() throws {
    var bench = try ReconcileBench(maxAttempts: 3, deadlineIn: 60)
    bench.policy.requeues = true
    bench.see(.gone)
    #expect(bench.word == "reconciled+requeued")
    bench.elapsed = 60
    #expect(bench.word == "reconciled+failed")
  }

  @Test(arguments: [-315_360_000.0, 315_360_000.0])
  func aClockThatJumpsTenYearsEndsNoWork(jump: Double) throws {
    for process in [WorkerPresence.Process.alive, .unknown] {
      var bench = try ReconcileBench()
      bench.elapsed = jump
      bench.see(process, silentFor: 40)
      #expect(bench.verdicts.isEmpty, "\(process)")
    }
  }

  @Test func aLeaseThatWasAskedForIsWaitedForInSilenceToo() throws {
    var bench = try ReconcileBench()
    bench.mission = try MissionBench()
    try bench.mission.run(
      .claim(worker: MissionBench.first.worker, host: nil, leaseSeconds: 3_600))
    bench.elapsed = 100_000
    bench.see(.alive, silentFor: 3_599)
    #expect(bench.word == "alive")
    bench.see(.unknown, silentFor: 3_599)
    #expect(bench.word == "unobserved")
    bench.see(.unknown, silentFor: 3_600)
    #expect(bench.word == "reconciled+failed")
  }

  @Test func aMissionWithoutASessionIsJudgedBySilence() throws {
    var bench = try ReconcileBench()
    bench.elapsed = 121
    bench.presence = nil
    #expect(bench.word == "unobserved")
    bench.silence = Silence(seconds: 120, measure: .observed)
    #expect(bench.word == "reconciled+failed")
  }

  @Test func aWorkerThatWasStartedAnewSaysNothingOfTheOneThatClaimed() throws {
    var bench = try ReconcileBench()
    bench.elapsed = 200
    bench.session.registeredAt = bench.mission.now.advanced(bySeconds: 1)
    bench.see(.alive, silentFor: 120)
    #expect(bench.word == "reconciled+failed")
  }

  @Test func attemptsThatAreLeftAreUsedOnlyWhereThatWasChosen() throws {
    for (requeues, attempts, word) in [
      (false, 2, "reconciled+failed"), (true, 1, "reconciled+failed"),
      (true, 2, "reconciled+requeued"),
    ] {
      var bench = try ReconcileBench(maxAttempts: attempts)
      bench.policy.requeues = requeues
      bench.see(.gone)
      #expect(bench.word == word)
    }
  }

  @Test func aCancelThatWasAskedForOutranksFailureAndRequeue() throws {
    var bench = try ReconcileBench(maxAttempts: 2)
    bench.policy.requeues = true
    try bench.mission.run(.cancel(reason: "enough", force: false))
    bench.see(.gone)
    #expect(bench.word == "reconciled+cancelled")
    try bench.carryOut()
    #expect(bench.mission.state?.basis == .decided)
    #expect(bench.mission.state?.cancel?.reason == "enough")
  }

  @Test func aCancelThatARunningWorkerIgnoresIsCompletedAfterItsGrace() throws {
    var bench = try ReconcileBench()
    try bench.mission.run(.cancel(reason: "enough", force: false))
    bench.elapsed = 60
    #expect(bench.word == nil)
    bench.elapsed = 60.5
    #expect(bench.word == "cancelled")
    try bench.carryOut()
    #expect(bench.mission.state?.status == .cancelled)
    #expect(bench.mission.state?.basis == .decided)
    #expect(
      bench.mission.decided(.completed(MissionBench.first)).text == "mission_terminal/late_report")
  }

  @Test func aQueuedMissionPastItsDeadlineFailsByDecision() throws {
    var bench = try ReconcileBench()
    var request = DispatchRequest(vpID: MissionBench.vp, objective: "soon")
    request.deadline = bench.mission.now.advanced(bySeconds: 10)
    bench.mission = .unborn
    try bench.mission.append([
      .dispatched(MissionDispatched(missionID: MissionBench.id, request: request))
    ])
    bench.elapsed = 9
    #expect(bench.word == nil)
    bench.elapsed = 10
    #expect(bench.word == "failed")
    try bench.carryOut()
    #expect(bench.mission.state?.failureMode == .deadlineExceeded)
    #expect(bench.mission.state?.basis == .decided)
  }

  @Test func aQueuedMissionWithACancelEnds() throws {
    var bench = try ReconcileBench()
    let request = DispatchRequest(vpID: MissionBench.vp, objective: "old")
    var row = MissionImported(
      origin: MissionDispatched(missionID: MissionBench.id, request: request), status: .queued)
    row.cancelRequested = true
    bench.mission = .unborn
    try bench.mission.append([.imported(row)])
    #expect(bench.word == "cancelled")
    try bench.carryOut()
    #expect(bench.mission.state?.status == .cancelled)
  }

  @Test func importedRunningHistoryIsJudgedByTheStaleRuleAlone() throws {
    var bench = try ReconcileBench()
    let request = DispatchRequest(vpID: MissionBench.vp, objective: "old")
    var row = MissionImported(
      origin: MissionDispatched(missionID: MissionBench.id, request: request), status: .running)
    row.updatedAt = bench.mission.now
    bench.mission = .unborn
    try bench.mission.append([.imported(row)])
    bench.presence = nil
    bench.silence = nil
    bench.elapsed = 900
    #expect(bench.word == nil)
    bench.elapsed = 901
    #expect(bench.word == "reconciled+failed")
    #expect(bench.verdicts.missions.map(\.ground) == [.stale(.updatedAtTimeout)])
  }

  @Test func whatOneRunMayEndIsBoundedOldestFirstAndTheRestIsCounted() throws {
    let bench = try ReconcileBench()
    let state = try #require(bench.mission.state)
    var facts = ReconcileFacts(
      lane: "vp", reconciledBy: "test", now: bench.mission.now,
      policy: ReconcilePolicy(limit: 2))
    for position in (1...5).reversed() {
      var of = state.facts
      of.dispatchPosition = Int64(position)
      of.missionID = MissionID(stored: "m\(position)")
      let mission = MissionState(
        facts: of, status: .running, basis: .reported, updatedAt: nil, version: 2, position: 9)
      var session = bench.session
      session.phase = .lost
      let watched = WatchedSession(session, presence: WorkerPresence(.gone, sentence: "gone"))
      facts.held.append(HeldMission(mission, session: watched, silence: nil))
    }
    let verdicts = Reconciler.plan(facts)
    #expect(verdicts.missions.map(\.missionID.rawValue) == ["m1", "m2"])
    #expect(verdicts.left == 3)
  }
}
