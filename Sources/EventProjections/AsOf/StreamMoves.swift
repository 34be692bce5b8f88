internal import EventLog
internal import EventLogSQLite

/// Keeps, for each stretch of the log, which streams began before it and were moved in it, so that the rows that a past
/// moment has otherwise are found without looking at all of them.
///
/// It tells of the log alone, whatever is folded, and is disposable: what was not kept is found in the log itself. A
/// stream that a stretch ends with and that nothing moves later is in no list; so the lists are short where streams are.
struct StreamMoves {
  /// Stretches that one batch notes at most, where many are missing.
  private static let mostStretches = 8
  static let table = "stream_moves"
  /// Under which name the ends of stretches are noted.
  static let name = "stream moves"

  private let interval: Int64
  /// The end of the last stretch that was noted.
  private var last: Int64?

  /// Makes the keeping, of stretches of `interval` events.
  init(every interval: Int64) {
    self.interval = interval
  }

  /// Forgets how far was kept, as after another process's writing.
  mutating func forget() {
    last = nil
  }

  /// Notes the stretches that have become full by `head`.
  mutating func keep(at head: Int64, _ connection: Connection) throws(SQLiteError) {
    var known: Int64
    if let last { known = last } else { known = try Self.end(atOrBefore: head, connection) ?? 0 }
    let most = known + Int64(Self.mostStretches) * interval
    while head - known >= interval, known < most {
      try Self.note(from: known, through: known + interval, connection)
      known += interval
    }
    last = known
  }

  /// The streams that began at or before a position and were moved after it, in their order.
  static func moved(after position: Int64, _ connection: Connection) throws(SQLiteError) -> [Int64]
  {
    // Of the stretch that the position lies in, only the events after it count; then come whole stretches.
    let next = try end(atOrAfter: position, connection)
    var streams = Set(
      try connection.streams(
        begunBy: position, movedAfter: position, through: next ?? .max))
    guard let next, let last = try end(atOrBefore: .max, connection) else {
      return streams.sorted()
    }
    let query = try connection.statement(
      "SELECT DISTINCT stream FROM main.\(table) WHERE through > ? AND stream <= ?")
    try query.bind(next, at: 1)
    try query.bind(position, at: 2)
    while try query.step() { streams.insert(query.int64(at: 0)) }
    streams.formUnion(
      try connection.streams(begunBy: position, movedAfter: last, through: .max))
    return streams.sorted()
  }

  /// Makes the lists' table where it is missing.
  static func create(_ connection: Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS \(table) (
        through INTEGER NOT NULL,
        stream INTEGER NOT NULL,
        PRIMARY KEY (through, stream)
      ) STRICT, WITHOUT ROWID
      """)
  }

  /// Drops every list; what they told is found in the log until they are kept again.
  static func drop(_ connection: Connection) throws(SQLiteError) {
    try connection.execute("DROP TABLE IF EXISTS \(table)")
    try History.forget(name, connection)
  }

  /// The end of the first stretch, of those noted up to the log's head, whose list is not what the log says; nil where
  /// all are.
  static func firstBreak(
    through head: Int64, _ connection: Connection
  ) throws(SQLiteError) -> Int64? {
    var start: Int64 = 0
    for end in try History.positions(of: name, connection) {
      guard end <= head,
        try noted(through: end, connection)
          == connection.streams(begunBy: start, movedAfter: start, through: end).sorted()
      else { return end }
      start = end
    }
    guard try Catalog.exists(table, connection) else { return nil }
    let query = try connection.prepare(
      """
      SELECT min(through) FROM \(table)
      WHERE through NOT IN (SELECT at FROM \(History.table) WHERE projection = ?)
      """)
    try query.bind(name, at: 1)
    return try query.step() ? query.optionalInt64(at: 0) : nil
  }

  /// The streams of one stretch, in their order.
  private static func noted(
    through end: Int64, _ connection: Connection
  ) throws(SQLiteError) -> [Int64] {
    guard try Catalog.exists(table, connection) else { return [] }
    let query = try connection.prepare(
      "SELECT stream FROM \(table) WHERE through = ? ORDER BY stream")
    try query.bind(end, at: 1)
    var streams: [Int64] = []
    while try query.step() { streams.append(query.int64(at: 0)) }
    return streams
  }

  private static func note(
    from start: Int64, through end: Int64, _ connection: Connection
  ) throws(SQLiteError) {
    let streams = try connection.streams(begunBy: start, movedAfter: start, through: end)
    try create(connection)
    let insert = try connection.prepare("INSERT INTO \(table) (through, stream) VALUES (?, ?)")
    for stream in streams {
      try insert.bind(end, at: 1)
      try insert.bind(stream, at: 2)
      try insert.run()
    }
    try History.note(name, at: end, connection)
  }

  private static func end(
    atOrBefore position: Int64, _ connection: Connection
  ) throws(SQLiteError) -> Int64? {
    try History.last(of: name, through: position, connection)
  }

  private static func end(
    atOrAfter position: Int64, _ connection: Connection
  ) throws(SQLiteError) -> Int64? {
    try History.first(of: name, from: position, connection)
  }
}
