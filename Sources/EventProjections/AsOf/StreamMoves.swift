internal import EventLog
internal import EventLogSQLite

/// Lists of the streams that began before a stretch of the log and have events in it, so that the
/// rows that were different at a past moment are found without looking at all rows.
///
/// The lists depend on the log alone, whatever is folded, and are disposable: what they lack is
/// found in the log itself. A stream that begins and ends within one stretch is in no list, so the
/// lists are short where streams are.
struct StreamMoves {
  /// The most stretches that one batch lists, if many are missing.
  private static let mostStretches = 8
  static let table = "stream_moves"
  /// The name under which the ends of stretches are recorded.
  static let name = "stream moves"

  private let interval: Int64
  /// The end of the last stretch that was listed.
  private var last: Int64?

  /// Makes lists for stretches of `interval` events.
  init(every interval: Int64) {
    self.interval = interval
  }

  /// Forgets the end of the last stretch, as after another process's writing.
  mutating func forget() {
    last = nil
  }

  /// Lists the stretches that are complete by `head`.
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

  /// The streams that began at or before a position and have events after it, in order.
  static func moved(after position: Int64, _ connection: Connection) throws(SQLiteError) -> [Int64]
  {
    // The position's own stretch counts from there on, then whole stretches follow.
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

  /// Makes the table of lists if it is missing.
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

  /// Drops every list; until they are made again, the log tells as much.
  static func drop(_ connection: Connection) throws(SQLiteError) {
    try connection.execute("DROP TABLE IF EXISTS \(table)")
    try History.forget(name, connection)
  }

  /// The end of the first listed stretch, up to the log's head, whose list differs from the log;
  /// nil if none does.
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

  /// The streams in one stretch's list, in order.
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
