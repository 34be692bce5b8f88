import EventLog
import EventLogSQLite
import EventProjections
import MissionTesting
import Testing

/// A count of events and the position of the last one.
struct Tally: Hashable, Sendable {
  var events: Int64 = 0
  var position: Int64 = 0
}

/// Counts the events of each stream, but for broken ones, which it fails on.
struct StreamTallies: Reducer {
  let name = "stream_tallies"
  let version = 1
  let isOfOneStream = true

  func key(of event: RecordedEvent) -> Int64? { event.streamID }

  func reduce(_ row: inout Tally?, _ event: RecordedEvent) throws {
    guard event.type != "account.broken" else { throw Refused() }
    row = Tally(events: (row?.events ?? 0) + 1, position: event.position)
  }
}

/// Counts the events of each type over every stream.
struct TypeTallies: Reducer {
  let name = "type_tallies"
  let version = 1

  func key(of event: RecordedEvent) -> String? { event.type }

  func reduce(_ row: inout Tally?, _ event: RecordedEvent) {
    row = Tally(events: (row?.events ?? 0) + 1, position: event.position)
  }
}

struct TallyTable<Key: Hashable & Sendable>: ProjectionTable {
  let name: String
  let keyColumns: [Column]
  let columns = [Column("events", .integer), Column("position", .integer)]
  let indexes: [TableIndex] = []
  let lastMoveColumn: String? = "position"
  let bind: @Sendable (Key, inout RowWriter) -> Void
  let take: @Sendable (inout RowReader) throws(ProjectionError) -> Key

  func write(_ key: Key, to values: inout RowWriter) { bind(key, &values) }
  func key(from values: inout RowReader) throws(ProjectionError) -> Key { try take(&values) }

  func write(_ row: Tally, to values: inout RowWriter) {
    values.integer(row.events)
    values.integer(row.position)
  }

  func row(of key: Key, from values: inout RowReader) throws(ProjectionError) -> Tally {
    Tally(events: try values.integer(), position: try values.integer())
  }
}

let ofStreams = Projection(
  StreamTallies(),
  in: TallyTable<Int64>(
    name: "stream_tallies", keyColumns: [Column("id", .integer)],
    bind: { $1.integer($0) }, take: { values throws(ProjectionError) in try values.integer() }))
let ofTypes = Projection(
  TypeTallies(),
  in: TallyTable<String>(
    name: "type_tallies", keyColumns: [Column("type", .text)],
    bind: { $1.text($0) }, take: { values throws(ProjectionError) in try values.text() }))

@Suite struct AsOfTests {
  private static let queries = [
    "SELECT id, events, position FROM stream_tallies ORDER BY id",
    "SELECT type, events, position FROM type_tallies ORDER BY type",
    "SELECT initials, events FROM initials ORDER BY initials",
    "SELECT name FROM streams ORDER BY id", "SELECT max(position), count(*) FROM events",
  ]

  static func open(
    _ path: String, through: Int64? = nil, historyInterval: Int64,
    besides more: [AnyProjection<RecordedEvent>] = []
  ) throws -> ProjectedLog {
    var set = ProjectionSet([ofStreams.erased, ofTypes.erased, initials.erased] + more)
    set.historyInterval = historyInterval
    var options = EventLog.Options(
      access: through == nil ? .readWrite : .readOnly, durability: .none,
      clocks: TestClock(stepMicroseconds: 1_000).clocks, randomness: .seeded(1))
    options.through = through
    return try ProjectedLog.open(path, options, projections: set)
  }

  static func rows(_ ledger: ProjectedLog) async throws -> [[String]] {
    try await ledger.read { reader in
      try reader.query { connection in
        try queries.map { text in
          let query = try connection.prepare(text)
          var rows: [String] = []
          while try query.step() {
            rows.append((0..<query.columnCount).map { query.text(at: $0) }.joined(separator: "|"))
          }
          return rows
        }
      }
    }
  }

  @Test(arguments: [(seed: 1, interval: Int64(7)), (2, 7), (3, 25), (4, 1_000)])
  func everyPastMomentHasTheRowsThatWereThereThen(seed: Int, interval: Int64) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("log.db")
    let ledger = try Self.open(path, historyInterval: interval)
    var random = SeededGenerator(seed: UInt64(seed))
    var known = [try await Self.rows(ledger)]
    for _ in 0..<90 {
      let name = ["ann", "bob", "cid", "dot", "eve"].randomElement(using: &random) ?? "ann"
      let type = ["moved", "given", "noted"].randomElement(using: &random) ?? "moved"
      try await ledger.write { try $0.tell(name, type, text: "x") }
      known.append(try await Self.rows(ledger))
    }
    for (position, rows) in known.enumerated() {
      let past = try Self.open(path, through: Int64(position), historyInterval: interval)
      #expect(try await Self.rows(past) == rows, "seed \(seed), position \(position)")
      past.close()
    }
  }

  @Test func aPastMomentStaysWhatItWasWhileTheLogGoesOn() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("log.db")
    let ledger = try Self.open(path, historyInterval: 5)
    for _ in 0..<12 { try await ledger.write { try $0.tell("ann", "moved") } }
    let then = try await Self.rows(ledger)
    let past = try Self.open(path, through: 12, historyInterval: 5)
    for name in ["ann", "bob", "ann"] {
      try await ledger.write { try $0.tell(name, "moved") }
      #expect(try await Self.rows(past) == then)
    }
  }

  @Test func aRebuildForgetsWhatWasKeptAndThePastIsTheSame() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("log.db")
    let ledger = try Self.open(path, historyInterval: 5)
    for name in ["ann", "bob", "ann", "cid", "ann", "bob"] {
      try await ledger.write { try $0.tell(name, "moved") }
    }
    let then = (try await Self.rows(ledger), try await ledger.status())
    for name in ["ann", "bob", "dot"] { try await ledger.write { try $0.tell(name, "given") } }
    _ = try await ledger.rebuild()
    let past = try Self.open(path, through: 6, historyInterval: 5)
    #expect(try await Self.rows(past) == then.0)
    let status = try await past.status()
    #expect(status.map(\.digest) == then.1.map(\.digest))
    #expect(status.map(\.rows) == then.1.map(\.rows))
    // When the tables were made that stood there then is not kept.
    #expect(status.allSatisfy { $0.builtAt == nil })
    #expect(try await ledger.status().allSatisfy { $0.builtAt != nil })
  }

  @Test(arguments: [Int64(2), 1_000])
  func everyPastMomentHasTheDigestsAndTheParkedEventsThatThereWereThen(
    interval: Int64
  ) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("log.db")
    func open(_ position: Int64? = nil) throws -> ProjectedLog {
      try Self.open(
        path, through: position, historyInterval: interval, besides: [accounts.erased])
    }
    func ask(_ log: ProjectedLog) async throws -> (status: [ProjectionStatus], parked: Int) {
      (try await log.status(), try await log.read { try $0.parkedCount() })
    }
    let ledger = try open()
    var known = [try await ask(ledger)]
    for (name, type) in [
      ("ann", "opened"), ("bob", "opened"), ("ann", "broken"), ("bob", "moved"), ("bob", "closed"),
      ("bob", "broken"), ("cid", "opened"), ("bob", "opened"),
    ] {
      try await ledger.write { try $0.tell(name, type, text: name) }
      known.append(try await ask(ledger))
    }
    #expect(known.map(\.parked) == [0, 0, 0, 1, 1, 1, 2, 2, 2])
    for (position, then) in known.enumerated() {
      let past = try open(Int64(position))
      let found = try await ask(past)
      #expect(found.status == then.status, "position \(position)")
      #expect(found.parked == then.parked, "position \(position)")
      past.close()
    }
  }

  @Test(arguments: ["stream_tallies", "type_tallies", "initials"])
  func theEventOfARebuildMovesTheRowsOfEveryProjection(name: String) async throws {
    let folder = try TemporaryFolder()
    let ledger = try Self.open(folder.file("log.db"), historyInterval: 100)
    for name in ["ann", "bob"] { try await ledger.write { try $0.tell(name, "moved") } }
    _ = try await ledger.rebuild([name])
    #expect(try await ledger.check().map(\.differing) == [0, 0, 0])
  }
}
