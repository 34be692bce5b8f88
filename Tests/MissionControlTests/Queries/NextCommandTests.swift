import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// What a person is told to do next can be done.
@Suite struct NextCommandTests {
  private func view(_ bench: some FleetBench, _ id: MissionID) async throws -> MissionView {
    try await bench.fleet.get(id, GetRequest()).mission
  }

  private func command(_ bench: some FleetBench, _ id: MissionID) async throws -> String? {
    NextCommand(try await view(bench, id))?.words.first
  }

  @Test func aMissionOfAPausedQueueIsToldToBeResumed() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    _ = try await bench.fleet.pause(.general, .tester)
    #expect(
      NextCommand(try await view(bench, id))?.words == ["resume", VPID.general.rawValue])
  }

  @Test func aQueuedMissionWhoseVPHasLeftItsLaneIsToldToBeGivenUp() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    _ = try await bench.fleet.pause(.general, .tester)
    let moved = bench.home.fleet("vps: {vp.general.primary: {lane: coder}}")
    let mission = try await moved.get(id).mission
    #expect(mission.nextStep == .moveOn(to: "coder"))
    let next = try #require(NextCommand(mission))
    #expect(next.words == ["cancel", id.rawValue] && next.purpose.contains("lane coder"))
    _ = try await moved.cancel(id, .tester)
    #expect(try await moved.get(id).mission.nextStep != .moveOn(to: "coder"))
  }

  @Test func aRetryThatMayNotBeThereIsNamedByItsWholeID() async throws {
    let bench = try Bench()
    let id = try await bench.failed()
    let retry = try await bench.fleet.retry(id, RetryRequest(), .tester).mission.id
    #expect(
      NextCommand(try await view(bench, id), named: \.short)?.words == ["get", retry.rawValue])
  }

  @Test func aFullChainIsNotToldToBeRetried() async throws {
    let bench = try Bench()
    var id = try await bench.failed()
    for _ in 2...3 {
      #expect(try await command(bench, id) == "retry")
      id = try await bench.fleet.retry(id, RetryRequest(), .tester).mission.id
      let claimed = try #require(try await bench.claim())
      let token = FencingToken(worker: .first, attempt: claimed.state.attempt)
      try await bench.report(.failed(FailureReport(error: "no")), id, token)
    }
    #expect(
      try await bench.fleet.status().attention.last?.nextCommand == ["why", id.rawValue])
    #expect(try await command(bench, id) == "ack")
    #expect(NextCommand(try await view(bench, id), seeing: nil)?.words.first == "ack")
    _ = try await bench.fleet.acknowledge(id, .tester)
    #expect(try await command(bench, id) == "dispatch")
  }

  @Test func aSilentWorkersMissionIsNotRetriedBeforeItsProcessWasLookedAt() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    bench.clock.advance(seconds: 901)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().ended == [id])
    let mission = try await view(bench, id)
    #expect(NextCommand(mission)?.words == ["why", id.rawValue])
    let alive = WorkerPresence(.alive, pid: 77, sentence: "process 77 is stopped")
    let seeing = try #require(NextCommand(mission, seeing: alive))
    #expect(seeing.words.first == "retry")
    #expect(seeing.purpose == "once process 77 no longer works on it, to try again")
    let gone = WorkerPresence(.gone, pid: 77, sentence: "process 77 is no more")
    #expect(NextCommand(mission, seeing: gone)?.purpose == "to try again")
  }

  @Test func aMissionWhoseWorkerDiedIsRetriedAtOnce() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    bench.kill(77)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().ended == [id])
    #expect(try await command(bench, id) == "retry")
  }

  @Test func anOverdueCancelIsSaidBesideWhatElseIsTheMatter() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let (id, token) = try await bench.running()
    try await bench.report(.blocked(question: "which?"), id, token)
    _ = try await bench.fleet.cancel(id, .tester)
    func glance() async throws -> (reason: String, next: [String]) {
      let item = try #require(try await bench.fleet.status().attention.first)
      return (item.reason, item.nextCommand)
    }
    #expect(try await glance().reason == "cancel requested, blocked: which?")
    #expect(try await glance().next == ["wait", id.rawValue, "--until", "terminal"])
    clock.advance(seconds: 61)
    #expect(try await glance().reason == "cancel overdue, blocked: which?")
    #expect(try await glance().next == ["cancel", id.rawValue, "--force"])
    clock.advance(seconds: 1_000)
    #expect(try await glance().reason == "cancel overdue, stale: claim_expired")
    #expect(try await glance().next == ["cancel", id.rawValue, "--force"])
  }

  @Test func aMissionPastItsDeadlineIsNotWaitedFor() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let id = try await bench.dispatch { $0.deadline = clock.now.advanced(bySeconds: 60) }
    #expect(try await command(bench, id) == "worker")
    clock.advance(seconds: 60)
    #expect(try await command(bench, id) == "reconcile")
  }
}
