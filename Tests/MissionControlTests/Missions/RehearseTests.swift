import MissionControl
import MissionModel
import MissionTesting
import Testing

@Suite struct RehearseTests {
  /// How the fleet itself refuses a command; nil where it does it.
  private func refusal(
    of command: RehearsedCommand, by id: MissionID, in fleet: Fleet
  ) async throws -> MissionError? {
    do {
      switch command {
      case .cancel: _ = try await fleet.cancel(id, .tester)
      case .retry: _ = try await fleet.retry(id, RetryRequest(), .tester)
      case .acknowledge: _ = try await fleet.acknowledge(id, .tester)
      }
      return nil
    } catch let error as MissionError {
      return error
    }
  }

  @Test(arguments: RehearsedCommand.allCases)
  func aRehearsalWritesNothingAndTellsWhatTheCommandThenDoes(
    _ command: RehearsedCommand
  ) async throws {
    let bench = try Bench("retry_chain_max: 1")
    let failed = try await bench.failed()
    let cancelled = try await bench.dispatch()
    _ = try await bench.fleet.cancel(cancelled, .tester)
    let queued = try await bench.dispatch()
    for id in [failed, cancelled, queued] {
      let heads = try await bench.heads()
      let rehearsal = try await bench.fleet.rehearse(command, on: id, .tester)
      #expect(try await bench.heads() == heads)
      #expect(rehearsal.mission.id == id && rehearsal.mission.request != nil)
      #expect(
        try await refusal(of: command, by: id, in: bench.fleet)?.message
          == rehearsal.refusal?.message)
    }
    // What was just done is not done again.
    for id in [failed, cancelled, queued] {
      let again = try await bench.fleet.rehearse(command, on: id, .tester)
      #expect(again.already == (again.refusal == nil))
    }
    await #expect(throws: MissionError.self) {
      _ = try await bench.fleet.rehearse(
        command, on: try #require(MissionID("vp-mission-none")), .tester)
    }
  }

  @Test func aLookAtWhatBecameOverdueSinceTheLastOneIsNotSaidToHaveBeen() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let (id, token) = try await bench.running()
    _ = try await bench.fleet.cancel(id, .tester)
    _ = try await bench.fleet.acknowledge(id, .tester)
    clock.advance(seconds: 61)
    try await bench.report(.heartbeat, id, token)
    #expect(try await !bench.fleet.rehearse(.acknowledge, on: id, .tester).already)
    _ = try await bench.fleet.acknowledge(id, .tester)
    #expect(try await bench.fleet.rehearse(.acknowledge, on: id, .tester).already)
  }

  @Test func aRetryIsRehearsedWithAllThatIsAgainstItsMission() async throws {
    let bench = try Bench()
    let id = try await bench.failed()
    var request = RetryRequest()
    request.vp = VPID("vp.unknown.one")
    func code(_ fleet: Fleet, _ request: RetryRequest) async throws -> MissionError.Code? {
      try await fleet.rehearse(.retry, on: id, retry: request, .tester).refusal?.code
    }
    #expect(try await code(bench.fleet, request) == .validationError)
    let full = bench.home.fleet("min_free_bytes: 1MiB", freeBytes: { _ in 0 })
    #expect(try await code(full, RetryRequest()) == .ledgerFull)
    #expect(try await code(bench.fleet, RetryRequest()) == nil)
  }
}
