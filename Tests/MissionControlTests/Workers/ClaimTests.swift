import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct ClaimTests {
  @Test func aClaimTakesTheNextMissionAndRegistersTheWorker() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    let view = try #require(try await bench.claim())
    #expect(view.id == id && view.state.status == .running && view.state.attempt == 1)
    #expect(view.request?.objective == "work")
    let session = try #require(try await bench.fleet.sessions().sessions.first)
    #expect(session.effectiveStatus == .active && session.state.missionIDs == [id])
    #expect(session.state.process == WorkerProcess())
  }

  @Test func anEmptyQueueAnswersNothingAndASecondLookWritesNothing() async throws {
    let bench = try Bench()
    #expect(try await bench.claim() == nil)
    let heads = try await bench.heads()
    #expect(heads["vp"] == 1)
    #expect(try await bench.claim() == nil)
    #expect(try await bench.heads() == heads)
  }

  @Test func aWorkerThatAsksInVainShowsItselfNowAndThen() async throws {
    let clock = TestClock()
    let bench = try Bench("stale_session_seconds: 30", clock: clock)
    #expect(try await bench.claim() == nil)
    for second in 1...20 {
      clock.advance(seconds: 1)
      #expect(try await bench.claim() == nil)
      // It registered, and then showed itself after 10 seconds and after 20.
      #expect(try await bench.heads()["vp"] == 1 + Int64(second / 10))
    }
    #expect(try await bench.fleet.sessions().sessions.first?.effectiveStatus == .idle)
  }

  @Test(.timeLimit(.minutes(10)))
  func aWorkerThatWaitsInOneClaimShowsItselfToo() async throws {
    let bench = try Bench("stale_session_seconds: 1")
    _ = try await bench.fleet.initialize()
    var request = ClaimRequest(vp: .general, worker: .first)
    request.waitSeconds = 3_600
    let claim = Task { [request] in try await bench.fleet.claim(request, .tester) }
    // It registers, and then shows itself after each third of a second.
    var heads = try await bench.heads()
    while heads["vp"] ?? 0 < 3 {
      try await bench.fleet.waitForChange(beyond: heads, timeoutSeconds: 60)
      heads = try await bench.heads()
    }
    let id = try await bench.dispatch()
    #expect(try await claim.value?.id == id)
  }

  @Test func askingInVainTakesNoComplaintBack() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    #expect(try await bench.claim() == nil)
    let session = SessionID(vp: .general, worker: .first)
    try await bench.fleet.reportSession(.degraded(error: "no disk"), of: session, .tester)
    clock.advance(seconds: 1_000)
    #expect(try await bench.claim() == nil)
    #expect(try await bench.fleet.sessions().sessions.first?.state.status == .degraded)
  }

  @Test func aWorkerThatFoundNothingGetsWhatIsDispatchedLater() async throws {
    let bench = try Bench()
    for _ in 0..<2 { #expect(try await bench.claim() == nil) }
    let id = try await bench.dispatch()
    #expect(try await bench.claim()?.id == id)
  }

  @Test func tiersComeBeforePrioritiesAndThoseBeforeAge() async throws {
    let bench = try Bench("vps: {vp.general.primary: {max_concurrent: 10}}")
    let late = try await bench.dispatch("late") { $0.priority = 200 }
    let plain = try await bench.dispatch("plain")
    let second = try await bench.dispatch("second")
    let urgent = try await bench.dispatch("urgent") {
      $0.priorityTier = .high; $0.priority = 999
    }
    var order: [MissionID] = []
    while let view = try await bench.claim() { order.append(view.id) }
    #expect(order == [urgent, plain, second, late])
  }

  @Test func aVPWorksOnNoMoreThanItMay() async throws {
    let bench = try Bench()
    try await bench.dispatch()
    let waiting = try await bench.dispatch()
    _ = try await bench.claim()
    #expect(try await bench.claim(as: .named("w2")) == nil)
    #expect(try await bench.fleet.get(waiting).mission.waitingFor == .concurrency)
  }

  @Test func whatIsNotDueOrPausedIsNotClaimed() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let id = try await bench.dispatch { $0.notBefore = clock.now.advanced(bySeconds: 60) }
    #expect(try await bench.claim() == nil)
    #expect(try await bench.fleet.get(id).mission.waitingFor == .notBefore)
    clock.advance(seconds: 61)
    _ = try await bench.fleet.pause(.general, .tester)
    #expect(try await bench.claim() == nil)
    #expect(try await bench.fleet.get(id).mission.waitingFor == .vpPaused)
    _ = try await bench.fleet.resume(.general, .tester)
    #expect(try await bench.claim()?.id == id)
  }

  @Test func aClockThatRanAheadEndsNoPauseAndBringsNoMissionForward() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    clock.now = clock.now.advanced(bySeconds: 3_600)
    let first = try await bench.running()
    try await bench.report(.completed(MissionOutcome()), first.id, first.token)
    clock.now = clock.now.advanced(bySeconds: -3_600)
    let soon = clock.now.advanced(bySeconds: 30)
    let second = try await bench.dispatch { $0.notBefore = soon }
    #expect(try await bench.claim() == nil)
    _ = try await bench.fleet.pause(.general, until: soon, .tester)
    try await bench.dispatch()
    #expect(try await bench.claim() == nil)
    clock.advance(seconds: 31)
    #expect(try await bench.claim()?.id == second)
  }

  @Test func onlyWhatMayBeClaimedIsAhead() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    #expect(try await bench.claim() == nil)
    let soon = clock.now.advanced(bySeconds: 2)
    try await bench.dispatch { request in
      request.priority = 1
      request.notBefore = soon.advanced(bySeconds: 1_000)
    }
    let overdue = try await bench.dispatch { request in
      request.priority = 2
      request.deadline = soon
    }
    let plain = try await bench.dispatch()
    var whole = GetRequest()
    whole.events = 0
    #expect(try await bench.fleet.get(plain, whole).mission.ahead == 1)
    clock.advance(seconds: 3)
    #expect(try await bench.fleet.get(plain, whole).mission.ahead == 0)
    let past = try await bench.fleet.get(overdue, whole).mission
    #expect(past.waitingFor == nil && past.ahead == nil)
  }

  @Test func whatWaitsForItsTargetIsNotAhead() async throws {
    let bench = try Bench("vps: {vp.general.primary: {max_concurrent: 2}}")
    #expect(try await bench.claim() == nil)
    let first = try await bench.dispatch { $0.constraints = .target }
    for _ in 0..<2 { try await bench.dispatch { $0.constraints = .target } }
    let free = try await bench.dispatch()
    var whole = GetRequest()
    whole.events = 0
    #expect(try await bench.fleet.get(free, whole).mission.ahead == 3)
    #expect(try await bench.claim()?.id == first)
    #expect(try await bench.fleet.get(free, whole).mission.ahead == 0)
    #expect(try await bench.claim(as: .named("w2"))?.id == free)
  }

  @Test func whatWaitsForTheTargetOfAnotherLaneIsNotAhead() async throws {
    let bench = try Bench()
    #expect(try await bench.claim() == nil)
    try await bench.dispatch(to: .coder) { $0.constraints = .target }
    #expect(try await bench.claim(.coder) != nil)
    try await bench.dispatch { $0.constraints = .target }
    let free = try await bench.dispatch()
    var whole = GetRequest()
    whole.events = 0
    #expect(try await bench.fleet.get(free, whole).mission.ahead == 0)
    #expect(try await bench.claim()?.id == free)
  }

  @Test func oneTargetPathHasOneLiveMission() async throws {
    let bench = try Bench("vps: {vp.general.primary: {max_concurrent: 10}}")
    for _ in 0..<2 {
      try await bench.dispatch { $0.constraints = .target }
    }
    #expect(try await bench.claim() != nil)
    #expect(try await bench.claim() == nil)
  }

  @Test func oneTargetPathHasOneLiveMissionOverAllLanes() async throws {
    let bench = try Bench("vps: {vp.coder.primary: {max_concurrent: 10}}")
    let waiting = try await bench.contest()
    let held = try #require(try await bench.claim())
    #expect(try await bench.claim(.coder) == nil)
    let listed = try await bench.fleet.list(ListRequest()).missions
    #expect(listed.first { $0.id == waiting }?.waitingFor == .target)
    #expect(try await bench.fleet.get(waiting).mission.waitingFor == .target)
    let other = try await bench.dispatch(to: .coder)
    #expect(try await bench.claim(.coder)?.id == other)
    var named = ClaimRequest(vp: .coder, worker: .first)
    named.mission = waiting
    #expect(try await bench.fleet.claim(named, .tester) == nil)
    let token = FencingToken(worker: .first, attempt: 1)
    try await bench.report(.completed(MissionOutcome()), held.id, token)
    #expect(try await bench.claim(.coder)?.id == waiting)
  }

  @Test func targetsThatUnicodeTakesForOneStandInNobodysWay() async throws {
    let bench = try Bench()
    for (vp, name) in [(VPID.general, "\u{E9}"), (.coder, "e\u{301}")] {
      let target = bench.home.folder.file(name)
      try await bench.dispatch(to: vp) {
        $0.constraints = .object { $0.field("target_path", target) }
      }
      #expect(try await bench.claim(vp) != nil)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func aClaimThatWaitsForATargetOfAnotherLaneWakesWhenThatIsFree() async throws {
    let bench = try Bench()
    _ = try await bench.contest()
    let held = try #require(try await bench.claim())
    #expect(try await bench.claim(.coder) == nil)
    var request = ClaimRequest(vp: .coder, worker: .first)
    request.waitSeconds = 600
    async let claimed = bench.fleet.claim(request, .tester)
    #expect(try await eventually { await bench.fleet.isAwaited("vp") })
    let token = FencingToken(worker: .first, attempt: 1)
    try await bench.report(.completed(MissionOutcome()), held.id, token)
    #expect(try await claimed != nil)
  }

  @Test func aLedgerThatCanNotBeReadHoldsNoTargetOfAnotherLane() async throws {
    let bench = try Bench()
    _ = try await bench.contest()
    _ = try await bench.claim()
    bench.fleet.close()
    try bench.home.damage("vp_state.db")
    let fleet = bench.home.fleet()
    let request = ClaimRequest(vp: .coder, worker: .first)
    #expect(try await fleet.claim(request, .tester) != nil)
  }

  @Test func aWorkerMayWantOneMissionAlone() async throws {
    let bench = try Bench()
    try await bench.dispatch("first")
    let own = try await bench.dispatch("own")
    var request = ClaimRequest(vp: .general, worker: .first)
    request.mission = own
    #expect(try await bench.fleet.claim(request, .tester)?.id == own)
  }

  @Test func aWaitingClaimWakesWhenAMissionComes() async throws {
    let bench = try Bench()
    let other = bench.home.fleet()
    var request = ClaimRequest(vp: .general, worker: .first)
    request.waitSeconds = 30
    async let claimed = bench.fleet.claim(request, .tester)
    #expect(try await eventually { await bench.fleet.isAwaited("vp") })
    let sent = try await other.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
    #expect(try await claimed?.id == sent.mission.id)
  }

  @Test(arguments: [4.9, 3_601, -1, .nan])
  func aLeaseOutOfBoundsIsRefused(seconds: Double) async throws {
    let bench = try Bench()
    var request = ClaimRequest(vp: .general, worker: .first)
    request.leaseSeconds = seconds
    let claim = request
    #expect(
      await refusal { _ = try await bench.fleet.claim(claim, .tester) } == .validationError)
  }

  @Test func anotherProcessOfTheSameWorkerRegistersAnewWhenItTakesAMission() async throws {
    let bench = try Bench("vps: {vp.general.primary: {max_concurrent: 10}}")
    var request = ClaimRequest(vp: .general, worker: .first)
    for pid in [1, 1, 2] as [Int64] {
      try await bench.dispatch()
      request.process = WorkerProcess(pid: pid, host: "h")
      #expect(try await bench.fleet.claim(request, .tester) != nil)
    }
    // Three dispatches and claims, and two processes.
    #expect(try await bench.heads()["vp"] == 8)
  }

  @Test func aClaimWithoutAProcessIsJudgedByNoProcessThatHadItsID() async throws {
    let bench = try ReconcileBench()
    let (first, token) = try await bench.running(pid: 5)
    try await bench.report(.completed(MissionOutcome()), first, token)
    bench.kill(5)
    let (second, _) = try await bench.running(pid: nil)
    #expect(try await bench.mission(second).workerHost == nil)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
    #expect(try await bench.mission(second).status == .running)
    #expect(try await bench.session()?.process == WorkerProcess())
  }

  @Test func aClaimWithoutAProcessKeepsWhatItsWorkerSaidOfItself() async throws {
    let bench = try Bench()
    let said = WorkerProcess(host: "far", version: "7")
    let session = SessionID(vp: .general, worker: .first)
    try await bench.fleet.reportSession(.registered(said), of: session, .tester)
    try await bench.dispatch()
    #expect(try await bench.claim()?.state.workerHost == "far")
    #expect(try await bench.fleet.sessions().sessions.first?.state.process == said)
  }

  @Test func twoIdleProcessesOfOneWorkerRegisterOnce() async throws {
    let bench = try Bench()
    var request = ClaimRequest(vp: .general, worker: .first)
    for pid in [1, 2, 1, 2, 1] as [Int64] {
      request.process = WorkerProcess(pid: pid, host: "h")
      #expect(try await bench.fleet.claim(request, .tester) == nil)
    }
    #expect(try await bench.heads()["vp"] == 1)
  }

  @Test func aProcessTakesThePlaceOfOneOfItsIDThatWasLost() async throws {
    let bench = try ReconcileBench()
    var request = ClaimRequest(vp: .general, worker: .first)
    for pid in [1, 2] as [Int32] {
      request.process = bench.process(pid)
      #expect(try await bench.fleet.claim(request, .tester) == nil)
    }
    bench.kill(1)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().lost.count == 1)
    #expect(try await bench.fleet.claim(request, .tester) == nil)
    #expect(try await bench.session()?.process.pid == 2)
    #expect(try await bench.session()?.status == .idle)
    #expect(reconciler.step().isEmpty)
  }
}

extension Bench {
  /// Dispatches a mission into each of two lanes that wants the same folder, and returns the
  /// coder's.
  fileprivate func contest() async throws -> MissionID {
    try await dispatch { $0.constraints = .target }
    return try await dispatch(to: .coder) { $0.constraints = .target }
  }
}
