import EventLog
import EventProjections
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

/// Exactly once and in order, whatever comes between the bridge's decision and its commit.
@Suite struct BridgeInterleavingTests {
  @Test(arguments: 1...20)
  func everyEventIsDeliveredExactlyOnceInOrder(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let bench = try BridgeBench()
    var bridges = [bench.bridge, Bridge(bench.bench.home.fleet())]
    var decided: [(bridge: Int, batch: BridgeBatch)] = []
    for _ in 0..<60 {
      let which = Int.random(in: 0..<2, using: &random)
      let bridge = bridges[which]
      let source = Bool.random(using: &random) ? "vp" : "coder"
      switch Int.random(in: 0..<9, using: &random) {
      case 0, 1:
        try await bench.dispatch(
          to: source == "vp" ? .general : .coder,
          session: ["s1", "s2", nil].randomElement(using: &random) ?? nil)
      case 2: try await bench.complete(.coder)
      case 3, 4:
        let batch = try await bench.fleet.pool.run { try bridge.read(source) }
        if let batch { decided.append((which, batch)) }
      case 5, 6:
        guard let index = decided.indices.randomElement(using: &random) else { continue }
        let (which, batch) = decided.remove(at: index)
        let bridge = bridges[which]
        _ = try await bench.fleet.pool.run { try bridge.commit(batch) }
      case 7:
        // The process dies: what it had decided is gone, and what it had in mind too.
        decided.removeAll { $0.bridge == which }
        bridges[which] = Bridge(bench.bench.home.fleet())
      default: _ = try await bench.fleet.pool.run { try bridge.step() }
      }
    }
    try await bench.carryAll(bridges[0])
    for ledger in ["vp", "coder"] {
      #expect(try await bench.carried(from: ledger) == bench.expected(from: ledger))
    }
    #expect(try await bench.fleet.log("runtime").check().allSatisfy(\.isSound))
  }

  @Test(arguments: 1...15)
  func resetsDeliverAgainWhatTheyMustAndMarkIt(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let bench = try BridgeBench()
    let bridges = [bench.bridge, Bridge(bench.bench.home.fleet())]
    var passed: Set<Int64> = []
    try await bench.complete()
    for _ in 0..<30 {
      switch Int.random(in: 0..<5, using: &random) {
      case 0, 1: try await bench.complete()
      case 2:
        let target: CursorTarget =
          [.zero, .latest, .position(Int64.random(in: 0...20, using: &random))]
          .randomElement(using: &random) ?? .zero
        let move = try await bench.fleet.moveCursor(to: target, of: "vp", .tester).moves.first
        if let move, move.target > move.previous {
          passed.formUnion((move.previous + 1)...move.target)
        }
      default:
        let bridge = bridges[Int.random(in: 0..<2, using: &random)]
        _ = try await bench.fleet.pool.run { try bridge.step() }
      }
    }
    try await bench.carryAll()
    var seen: Set<Int64> = []
    for item in try await bench.delivered() {
      #expect(item.isRedelivery == seen.contains(item.source.event.position))
      seen.insert(item.source.event.position)
    }
    // Only what an operator passed over may be missing.
    let missing = Set(try await bench.expected(from: "vp")).subtracting(seen)
    #expect(missing.isSubset(of: passed))
  }
}
