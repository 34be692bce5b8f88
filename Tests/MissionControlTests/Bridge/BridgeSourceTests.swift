import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

/// Sources that are sick, replaced or restored, and the operator's way out.
@Suite struct BridgeSourceTests {
  @Test func aReplacedSourceStopsAloneUntilItsCursorIsSet() async throws {
    let home = try TemporaryHome()
    let before = try BridgeBench(home)
    try await before.complete()
    try await before.carryAll()
    before.fleet.close()
    try home.remove("vp_state.db")

    let bench = try BridgeBench(home)
    _ = try await bench.fleet.initialize()
    let fresh = try await bench.complete()
    try await bench.complete(.coder)
    let step = try await bench.fleet.pool.run { try bench.bridge.step() }
    let vp = try #require(step.sources.first { $0.ledger == "vp" })
    #expect(vp.error?.code == .versionConflict)
    #expect(vp.error?.message.contains("its lineage is") == true)
    #expect(try await bench.fleet.auditBridge().warnings.map(\.ledger) == ["vp"])
    #expect(try await bench.carried(from: "coder") == bench.expected(from: "coder"))
    #expect(try await bench.carried(from: "vp").count == 3)

    _ = try await bench.fleet.moveCursor(to: .zero, of: "vp", .tester)
    try await bench.carryAll()
    let items = try await bench.items().map(\.item).filter { $0.missionID == fresh }
    #expect(items.map(\.missionStatus) == [.queued, .running, .completed])
    // Other events than those that had these positions before: not delivered again.
    #expect(items.allSatisfy { !$0.isRedelivery })
  }

  @Test func aSourceThatWasCutShortStopsUntilItsCursorIsSet() async throws {
    let home = try TemporaryHome()
    let before = try BridgeBench(home)
    try await before.complete()
    before.fleet.close()
    try home.copy("vp_state.db", to: "kept.db")
    let more = try BridgeBench(home)
    try await more.complete()
    try await more.carryAll()
    more.fleet.close()
    try home.copy("kept.db", to: "vp_state.db")

    let bench = try BridgeBench(home)
    let step = try await bench.fleet.pool.run { try bench.bridge.step() }
    #expect(step.sources.first { $0.ledger == "vp" }?.error?.message.contains("ends at") == true)
    let metrics = try await bench.fleet.bridgeMetrics(of: bench.bridge)
    let source = try #require(metrics.sources.first { $0.cursor.ledger == "vp" })
    #expect(source.errorsTotal == 1)
    #expect(source.lastError != nil)
    let warnings = try await bench.fleet.auditBridge().warnings
    #expect(warnings.map(\.ledger) == ["vp"])
    #expect(warnings.allSatisfy { $0.message.contains("bridge cursor set") })
    #expect(warnings.firstLedgerError?.code == .versionConflict)
    let moved = try await bench.fleet.moveCursor(to: .latest, of: "vp", .tester).moves
    #expect(moved.map(\.target) == moved.map(\.head))
    #expect(try await bench.fleet.auditBridge().warnings.isEmpty)
    try await bench.complete()
    try await bench.carryAll()
    let last = try await bench.items().suffix(3).map(\.item)
    #expect(last.map(\.missionStatus) == [.queued, .running, .completed])
    #expect(last.allSatisfy { !$0.isRedelivery })
  }

  @Test func anItemThatIsInItsFeedAlreadySaysSoWhenItIsDeliveredAgain() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    try await bench.carryAll()
    try await bench.dispatch()
    let moves = try await bench.fleet.moveCursor(to: .zero, of: nil, .tester).moves
    let move = try #require(moves.first { $0.ledger == "vp" })
    #expect(move.action == .resetToZero)
    #expect(move.previous == 4)
    #expect(move.target == 0)
    try await bench.carryAll()
    let items = try await bench.items().map(\.item)
    #expect(items.map(\.isRedelivery) == [false, false, false, true, true, true, false])
    #expect(try await bench.cursor()?.redeliveredTotal == 3)
  }

  @Test func aPositionBeyondTheHeadIsTheHead() async throws {
    let bench = try BridgeBench()
    try await bench.dispatch()
    let move = try #require(
      try await bench.fleet.moveCursor(to: .position(99), of: "vp", .tester).moves.first)
    #expect(move.clamped)
    #expect(move.requested == 99)
    #expect(move.target == move.head)
    try await bench.carryAll()
    #expect(try await bench.items().isEmpty)
    #expect(
      await refusal { _ = try await bench.fleet.moveCursor(to: .zero, of: "runtime", .tester) }
        == .validationError)
  }

  @Test func aCorruptSourceStopsNoOther() async throws {
    let home = try TemporaryHome()
    let before = try BridgeBench(home)
    try await before.complete()
    before.fleet.close()
    try home.overwrite("vp_state.db", with: "no ledger at all")
    let bench = try BridgeBench(home)
    try await bench.complete(.coder)
    try await bench.carryAll()
    #expect(try await bench.carried(from: "coder").count == 3)
    let metrics = try await bench.fleet.bridgeMetrics(of: bench.bridge)
    #expect(metrics.sources.map { $0.lastError != nil } == [false, true])
    #expect(metrics.sources.map(\.lagSeconds) == [0, nil])
  }

  @Test func aRuntimeLedgerThatCantBeWrittenIsAnErrorOfTheSourceThatIsCarriedUntilItIsCarried()
    async throws
  {
    let bench = try BridgeBench("busy_timeout: 0.1\n")
    try await bench.carryAll()
    try await bench.dispatch()
    let holder = try SideLock(path: bench.bench.home.home.path + "/runtime_state.db.lock")
    try await Task.detached { try holder.acquire() }.value
    for count in [1, 2] as [Int64] {
      #expect(await refusal { try await bench.carryAll() } == .vpDBLocked)
      let sources = try await bench.fleet.bridgeMetrics(of: bench.bridge).sources
      #expect(sources.map(\.errorsTotal) == [0, count])
      #expect(sources.map(\.lastError?.code) == [nil, .vpDBLocked])
    }
    holder.release()
    try await bench.carryAll()
    let source = try #require(
      try await bench.fleet.bridgeMetrics(of: bench.bridge).sources.last)
    #expect(source.errorsTotal == 2 && source.lastError == nil && source.backlog == 0)
  }

  @Test func aRuntimeLedgerThatCantBeReadIsAnErrorOfEverySource() async throws {
    let home = try TemporaryHome()
    let before = try BridgeBench(home)
    _ = try await before.fleet.initialize()
    before.fleet.close()
    try home.overwrite("runtime_state.db", with: "no ledger at all")
    let bench = try BridgeBench(home)
    #expect(await refusal { try await bench.carryAll() } == .notALedger)
    let failures = bench.bridge.failures
    #expect(failures.mapValues(\.total) == ["coder": 1, "vp": 1])
    #expect(failures.values.allSatisfy { $0.last?.code == .notALedger })
  }

  @Test func lagIsTheAgeOfTheOldestEventThatWaits() async throws {
    let clock = TestClock()
    let bench = try BridgeBench(clock: clock)
    try await bench.dispatch(session: nil)
    clock.advance(seconds: 5)
    var metrics = try await bench.fleet.bridgeMetrics()
    #expect(metrics.sources.first { $0.cursor.ledger == "vp" }?.lagSeconds == 0)
    #expect(metrics.sources.first { $0.cursor.ledger == "vp" }?.backlog == 1)
    try await bench.dispatch()
    clock.advance(seconds: 7)
    metrics = try await bench.fleet.bridgeMetrics()
    #expect(metrics.sources.first { $0.cursor.ledger == "vp" }?.lagSeconds == 7)
    try await bench.carryAll()
    metrics = try await bench.fleet.bridgeMetrics()
    #expect(metrics.sources.first { $0.cursor.ledger == "vp" }?.backlog == 0)
  }
}
