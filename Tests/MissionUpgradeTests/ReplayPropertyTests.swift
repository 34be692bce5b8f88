import EventLog
import EventLogSQLite
import MissionStore
import MissionTesting
import Platform
import Testing

@testable import EventProjections

/// Rebuild and replay give the same bytes as living through it: random logs, each looked at as of
/// random positions of it and rebuilt by one thread and by two.
@Suite struct ReplayPropertyTests {
  private static let logs = 200
  private static let splits = 10
  private static let batch = 10

  /// The rows of every projection, as any reader of a snapshot is given them.
  private static func rows(_ ledger: ProjectedLog) async throws -> [[String]] {
    try await ledger.read { reader in
      try reader.query { connection in
        try [("missions", "id"), ("sessions", "vp_id, worker_id"), ("vps", "vp_id")].map { table in
          let query = try connection.prepare("SELECT * FROM \(table.0) ORDER BY \(table.1)")
          var rows: [String] = []
          while try query.step() {
            rows.append(
              (0..<query.columnCount).map {
                query.isNull(at: $0) ? "-" : "=" + query.text(at: $0)
              }.joined(separator: "|"))
          }
          return rows
        }
      }
    }
  }

  @Test(arguments: Array(stride(from: 1, through: ReplayPropertyTests.logs, by: batch)))
  func replayGivesTheBytesOfLivingThroughIt(firstSeed: Int) async throws {
    for seed in firstSeed..<firstSeed + Self.batch {
      try await liveThrough(UInt64(seed))
    }
  }

  private func liveThrough(_ seed: UInt64) async throws {
    var set = LedgerModel.current.missions
    set.historyInterval = Int64(5 + seed % 40)
    let story = try RandomStory(seed: seed, projections: set)
    let ledger = story.ledger
    var random = SeededGenerator(seed: seed &+ 1_000_000)
    var known: [Int64: [[String]]] = [:]
    try await story.run(commands: 70) {
      guard known.count < Self.splits, Int.random(in: 0..<6, using: &random) == 0 else { return }
      known[try await ledger.log.read { $0.head }] = try await Self.rows(ledger)
    }
    for (position, rows) in known.sorted(by: { $0.key < $1.key }) {
      var options = EventLog.Options(access: .readOnly, durability: .none)
      options.through = position
      let past = try ProjectedLog.open(ledger.log.path, options, projections: set)
      #expect(try await Self.rows(past) == rows, "seed \(seed), position \(position)")
      past.close()
    }
    if seed.isMultiple(of: 10) {
      #expect(
        try await ledger.verifyRows(.full).checks.map(\.isWhole) == [true, true, true],
        "seed \(seed)")
      #expect(try await ledger.schemaBreak() == nil, "seed \(seed)")
    }
    let (live, root) = (
      try await ledger.status(), try await ledger.log.read { try $0.root() }
    )
    for threads in [1, 2] as [Int64] {
      let reports = try await BlockingPool(name: "test", threads: 1).run {
        try ledger.rebuildBlocking(
          nil, pace: FoldPace(threads: threads, chunk: 7, heldRows: 3, idleEvents: 5))
      }
      #expect(reports.map(\.digest) == live.map(\.digest), "seed \(seed), \(threads) threads")
    }
    #expect(try await ledger.log.read { try $0.root(at: root.size) } == root, "seed \(seed)")
    ledger.close()
  }
}
