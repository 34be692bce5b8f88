import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// A worker whose wall clock differs from its fleet's.
@Suite struct FleetTimeTests {
  private func clock(aheadBy seconds: Double) -> TestClock {
    TestClock(start: Clocks.system.now().advanced(bySeconds: seconds))
  }

  private func time(_ name: String, in receipt: String) throws -> Instant {
    let fields = receipt.split(separator: ",").map(String.init)
    let field = try #require(fields.first { $0.hasPrefix("\"\(name)\":") })
    return try #require(Instant(iso8601: String(field.dropFirst(name.count + 4).dropLast())))
  }

  @Test(arguments: [3_600.0, -3_600.0])
  func aDeadlineIsTheFleets(ahead: Double) async throws {
    let clock = clock(aheadBy: ahead)
    let bench = try WorkerBench("echo x; while [ ! -e done ]; do sleep 0.05; done") {
      $0.clocks = clock.clocks
    }
    let id = try await bench.dispatch {
      $0.deadline = Clocks.system.now().advanced(bySeconds: 1_800)
    }
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.startedAt != nil }
    clock.advance(seconds: 1_700)
    try FileSystem.writeAtomically([], to: "\(bench.options.workspaceRoot)/\(id)/done")
    #expect(try await work.completed == 1)
  }

  @Test(arguments: [3_600.0, -3_600.0])
  func aDeadlineThatPassesAtTheFleetStopsTheCommand(ahead: Double) async throws {
    let clock = clock(aheadBy: ahead)
    let bench = try WorkerBench("echo x; sleep 60") { $0.clocks = clock.clocks }
    let id = try await bench.dispatch {
      $0.deadline = Clocks.system.now().advanced(bySeconds: 1_800)
    }
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.startedAt != nil }
    clock.advance(seconds: 1_800)
    #expect(try await work.failed == 1)
    #expect(try await bench.state(of: id).failureMode == .deadlineExceeded)
  }

  @Test(arguments: [3_600.0, -3_600.0])
  func theTimesOfAReceiptAreTheFleetsAndInOrder(ahead: Double) async throws {
    let bench = try WorkerBench("echo x") {
      $0.clocks.now = { Clocks.system.now().advanced(bySeconds: ahead) }
    }
    let state = try await bench.end()
    let receipt = try bench.file("mission_receipt.json", of: state.facts.missionID)
    let (started, completed) = (
      try time("started_at", in: receipt), try time("completed_at", in: receipt)
    )
    #expect(started == state.startedAt)
    #expect(completed >= started)
    #expect(completed <= Clocks.system.now())
  }

  @Test func aLogThatIsAheadOfTheClockEndsNoMissionBeforeItsDeadline() async throws {
    let bench = try WorkerBench("echo x")
    var surroundings = Surroundings(durability: .relaxed)
    surroundings.clocks.now = { Clocks.system.now().advanced(bySeconds: 86_400) }
    let ahead = Fleet(
      home: bench.fleet.home, configuration: bench.fleet.configuration, surroundings: surroundings)
    let dispatched = try await ahead.dispatch(
      DispatchRequest(vpID: bench.vp, objective: "by a clock that runs ahead"), .worker("w1"))
    try await bench.cancel(dispatched.mission.state.facts.missionID, reason: "enough")
    let state = try await bench.end {
      $0.deadline = Clocks.system.now().advanced(bySeconds: 1_800)
    }
    #expect(state.status == .completed)
    #expect(try #require(state.claimedAt) > Clocks.system.now())
    let receipt = try bench.file("mission_receipt.json", of: state.facts.missionID)
    #expect(try time("completed_at", in: receipt) >= time("started_at", in: receipt))
  }

  @Test func aStepOfTheWallClockMovesNoDeadline() throws {
    let clock = TestClock()
    let begun = clock.now
    let time = FleetTime(from: begun, clock.clocks)
    clock.now = begun.advanced(bySeconds: 315_360_000)
    #expect(time.now.fleet == begun)
    clock.advance(seconds: 5)
    #expect(time.now.fleet == begun.advanced(bySeconds: 5))
  }
}
