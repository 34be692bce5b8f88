import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct StatusTests {
  @Test func missionsThatAVPLeftInAnotherLaneAreCounted() async throws {
    let bench = try Bench()
    try await bench.dispatch(to: .general)
    let moved = bench.home.fleet("vps:\n  vp.general.primary:\n    lane: coder\n")
    _ = try await moved.dispatch(DispatchRequest(vpID: .general, objective: "new"), .tester)
    let status = try await moved.status()
    #expect(status.totals.queued == 2)
    #expect(
      status.vps.filter { $0.vpID == .general }.map { "\($0.lane): \($0.queued)" }
        == ["coder: 1", "vp: 1"])
  }

  @Test func aLedgerWhoseLastEventLiesInTheFutureIsTold() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let sound = try await bench.dispatch(to: .coder)
    #expect(try await bench.fleet.status().warnings.isEmpty)
    let truth = clock.now
    clock.now = truth.advanced(bySeconds: 86_400)
    let ahead = try await bench.dispatch()
    clock.now = truth
    let warnings = try await bench.fleet.status().warnings
    #expect(try await bench.fleet.get(ahead).warnings == warnings)
    #expect(try await bench.fleet.get(sound).warnings.isEmpty)
    #expect(warnings.map(\.kind) == [.ledgerAhead] && warnings.map(\.ledger) == ["vp"])
    #expect(warnings.first?.message.contains("1d ahead of this clock") == true)
    let before = try await bench.fleet.asOf(.time(truth))
    #expect(try await before.status().warnings.isEmpty)
    clock.advance(seconds: 86_341)
    #expect(try await bench.fleet.status().warnings.isEmpty)
  }

  @Test func totalsCountWhatIsNotOverAndWhatEndedSince() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let ended = try await bench.dispatch()
    _ = try await bench.fleet.cancel(ended, .tester)
    clock.advance(seconds: 10)
    let since = clock.now
    let late = try await bench.dispatch(to: .coder)
    _ = try await bench.fleet.cancel(late, .tester)
    _ = try await bench.running()
    try await bench.dispatch()
    clock.advance(seconds: 121)

    let all = try await bench.fleet.status().totals
    #expect(all.queued == 1 && all.running == 1 && all.blocked == 0)
    #expect(all.stale == 1)
    #expect(all.ended == [.cancelled: 2])
    #expect(try await bench.fleet.status(since: since).totals.ended == [.cancelled: 1])
  }
}
