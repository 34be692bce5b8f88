import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct WaitTests {
  private func wait(
    _ ids: [MissionID], _ seconds: Double = 30, _ change: (inout WaitRequest) -> Void = { _ in }
  ) -> WaitRequest {
    var request = WaitRequest(missions: ids, timeoutSeconds: seconds)
    change(&request)
    return request
  }

  @Test func aWaitWithoutTimeLooksOnce() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    let result = try await bench.fleet.wait(wait([id], 0))
    #expect(result.timedOut && result.pending.map(\.id) == [id] && result.done.isEmpty)
  }

  @Test func aWaiterWakesWhenAnotherProcessFinishesTheMission() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    let other = bench.home.fleet()
    async let result = other.wait(wait([id]))
    #expect(try await eventually { await other.isAwaited("vp") })
    try await bench.report(.heartbeat, id, token)
    try await bench.report(.completed(MissionOutcome()), id, token)
    #expect(try await result.done.map(\.state.status) == [.completed])
  }

  @Test func anyOneOrAllOfThemOverSeveralLedgers() async throws {
    let bench = try Bench()
    let first = try await bench.dispatch()
    let second = try await bench.dispatch(to: .coder)
    _ = try await bench.fleet.cancel(second, .tester)
    let any = try await bench.fleet.wait(wait([first, second]) { $0.mode = .any })
    #expect(any.done.map(\.id) == [second] && any.pending.map(\.id) == [first] && !any.timedOut)
    async let all = bench.fleet.wait(wait([first, second]))
    _ = try await bench.fleet.cancel(first, .tester)
    #expect(try await all.done.map(\.id) == [first, second])
  }

  @Test func blockedIsSettledButNotTerminal() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    try await bench.report(.blocked(question: "?"), id, token)
    #expect(try await bench.fleet.wait(wait([id])).done.count == 1)
    let terminal = try await bench.fleet.wait(wait([id], 0) { $0.until = .terminal })
    #expect(terminal.timedOut)
  }

  @Test func aHeartbeatIsNoChange() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    let version = try await bench.report(.heartbeat, id, token).state.version
    let quiet = try await bench.fleet.nextChange(of: id, after: version - 1, timeoutSeconds: 0)
    #expect(quiet.state.version == version)
    let request = wait([id], 0) {
      $0.until = .change; $0.afterVersion = version - 1
    }
    #expect(try await bench.fleet.wait(request).timedOut)
    async let changed = bench.fleet.nextChange(of: id, after: version, timeoutSeconds: 30)
    _ = try await bench.fleet.cancel(id, .tester)
    #expect(try await changed.state.isCancelRequested)
  }

  @Test func timeAloneSettlesAMissionWhoseLeaseRunsOut() async throws {
    // The lease was taken by a clock that is behind, so that it ends in a moment.
    let past = TestClock(start: Clocks.system.now().advanced(bySeconds: -4.8))
    let bench = try Bench(clock: past)
    let id = try await bench.dispatch()
    var claim = ClaimRequest(vp: .general, worker: .first)
    claim.leaseSeconds = 5
    _ = try await bench.fleet.claim(claim, .tester)
    let result = try await bench.home.fleet(clocks: .system).wait(wait([id], 20))
    #expect(result.done.map(\.effectiveStatus) == [.stale] && !result.timedOut)
  }

  @Test func aWaitForWhatIsNotThereFailsAtOnce() async throws {
    let bench = try Bench()
    try await bench.dispatch()
    let none = try #require(MissionID("vp-mission-none"))
    #expect(await refusal { _ = try await bench.fleet.wait(wait([none])) } == .notFound)
  }
}
