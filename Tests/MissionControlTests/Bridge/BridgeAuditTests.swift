import EventLog
import EventProjections
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

/// An audit finds what is wrong from the events alone: each fault is planted as a faulty bridge
/// would append it.
@Suite struct BridgeAuditTests {
  private func audit(_ bench: BridgeBench, _ ledger: String = "vp") async throws -> BridgeAudit {
    let sources = try await bench.fleet.auditBridge().sources
    return try #require(sources.first { $0.audit.ledger == ledger }?.audit)
  }

  /// What a bridge without faults would append next.
  private func changes(_ bench: BridgeBench) async throws -> [BridgePlan.Change] {
    let batch = try await bench.fleet.pool.run { try bench.bridge.read("vp") }
    return try #require(batch).plan.changes
  }

  private func plant(_ events: [RuntimeEvent], _ bench: BridgeBench) async throws {
    try await bench.fleet.writableLog(named: "runtime").write { transaction in
      for event in events {
        guard let source = event.source else { continue }
        let stream =
          if case .delivered(let item) = event { RuntimeStreams.feed(item.sourceSessionID) } else {
            RuntimeStreams.bridge(source)
          }
        try transaction.append(
          NewEvent(type: event.type, payload: event.payload, actor: "bridge"), to: stream)
      }
    }
  }

  @Test func aBridgeThatDidItsWorkIsSound() async throws {
    let bench = try BridgeBench()
    try await bench.complete(session: nil)
    try await bench.complete()
    try await bench.complete(.coder)
    try await bench.carryAll()
    for ledger in ["vp", "coder"] {
      let audit = try await audit(bench, ledger)
      #expect(audit.isSound)
      #expect(audit.delivered == 3)
    }
  }

  @Test func anItemThatWasLeftOutIsAGap() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    let events = try await changes(bench).map(\.event)
    try await plant([events[0], events[2]], bench)
    let audit = try await audit(bench)
    // A session's event lies in the gap too, but no feed carries that.
    #expect(audit.gaps.map(\.from) == [2])
    #expect(audit.gaps.map(\.to) == [3])
    #expect(audit.gaps.map(\.count) == [1])
    #expect(audit.gaps.map(\.reason) == [nil])
    #expect(audit.unexplained == 1)
  }

  @Test func anEventThatWasSkippedAlthoughAFeedShouldCarryItIsAGap() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    let events = try await changes(bench).map(\.event)
    guard case .delivered(var last) = events[2] else { return }
    last.skippedBefore = 2
    try await plant([events[0], .delivered(last)], bench)
    let audit = try await audit(bench)
    #expect(audit.gaps.map(\.from) == [3])
    #expect(audit.unexplained == 1)
  }

  @Test func anItemThatWasDeliveredTwiceIsADuplicateAndARewind() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    let events = try await changes(bench).map(\.event)
    try await plant(events + [events[1], events[2]], bench)
    let audit = try await audit(bench)
    #expect(audit.rewinds.count == 1)
    #expect(audit.duplicates.map(\.from) == [3])
    #expect(audit.duplicates.map(\.to) == [4])
    #expect(audit.duplicates.map(\.count) == [2])
    #expect(audit.unexplained == 2)
    #expect(audit.gaps.isEmpty)
  }

  @Test func anOperatorsMovesAreReasons() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    _ = try await bench.fleet.moveCursor(to: .latest, of: "vp", .tester)
    var audit = try await audit(bench)
    #expect(audit.gaps.map(\.count) == [3])
    #expect(audit.gaps.first?.reason?.contains("operator:tester@here") == true)
    #expect(audit.unexplained == 0)

    _ = try await bench.fleet.moveCursor(to: .zero, of: "vp", .tester)
    try await bench.carryAll()
    _ = try await bench.fleet.moveCursor(to: .zero, of: "vp", .tester)
    try await bench.carryAll()
    audit = try await self.audit(bench)
    // What was passed over was delivered after all.
    #expect(audit.gaps.isEmpty)
    #expect(audit.rewinds.count == 2)
    #expect(audit.duplicates.map(\.count) == [3])
    #expect(audit.duplicates.first?.reason?.contains("reset_to_zero") == true)
    #expect(audit.unexplained == 0)
  }

  @Test func aCursorThatGoesBackAndForthOverWhatFeedsHoldLeavesNoGap() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    try await bench.carryAll()
    func goBackAndForth() async throws -> BridgeAudit {
      for target in [CursorTarget.position(1), .latest] {
        _ = try await bench.fleet.moveCursor(to: target, of: "vp", .tester)
      }
      return try await self.audit(bench)
    }
    let head = try await bench.bench.heads()["vp"] ?? 0
    var audit = try await goBackAndForth()
    #expect(audit.gaps.isEmpty && audit.duplicates.isEmpty)
    #expect(audit.rewinds.map(\.to) == [head])
    // What came meanwhile was never carried.
    try await bench.dispatch()
    audit = try await goBackAndForth()
    #expect(audit.gaps.map(\.from) == [head + 1])
    #expect(audit.gaps.map(\.count) == [1])
    #expect(audit.unexplained == 0)
  }

  @Test func anItemThatIsLeftOutWhereAllIsDeliveredAgainIsAGap() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    let events = try await changes(bench).map(\.event)
    try await bench.carryAll()
    _ = try await bench.fleet.moveCursor(to: .zero, of: "vp", .tester)
    try await plant([events[0], events[2]], bench)
    let audit = try await audit(bench)
    #expect(audit.gaps.map(\.count) == [1])
    #expect(audit.gaps.map(\.reason) == [nil])
  }

  @Test func aCursorThatPassesNothingOfAFeedLeavesNoGap() async throws {
    let bench = try BridgeBench()
    try await bench.complete(session: nil)
    _ = try await bench.fleet.moveCursor(to: .latest, of: "vp", .tester)
    #expect(try await audit(bench).isSound)
  }
}
