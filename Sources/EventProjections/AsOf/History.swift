internal import EventLogSQLite

/// A periodic copy of the rows of projections that fold many streams, so that a past moment costs a
/// fold of a short stretch of the log and not of all of it.
///
/// The copies are disposable: without them the answers are the same and take longer. It belongs to
/// the writer thread.
struct History {
  private let interval: Int64
  private let tables: [PastTable]
  private var moves: StreamMoves?
  private var last: Int64?

  /// Makes a history of some projections' rows, with at least `interval` events from one copy to
  /// the next.
  init(_ projections: [StoredProjection], every interval: Int64) {
    tables = projections.map(\.past).filter { $0.way == .stretch }
    let hasStreams = projections.contains { $0.past.way == .streams }
    moves = hasStreams ? StreamMoves(every: interval) : nil
    self.interval = interval
  }

  /// Forgets the last copy's position, as after another process's writing.
  mutating func forget() {
    last = nil
    moves?.forget()
  }

  /// Copies the rows, which are at `head`, if it is time.
  mutating func keep(at head: Int64, _ connection: Connection) throws(SQLiteError) {
    try moves?.keep(at: head, connection)
    guard !tables.isEmpty else { return }
    if last == nil { last = try Self.last(connection) }
    guard let known = last, head - known >= interval else { return }
    for table in tables { try table.keep(at: head, connection) }
    last = head
  }

  // MARK: The list of what was kept

  /// The last position, at most `head`, at which a projection's rows were copied; nil if there is
  /// none.
  static func last(
    of name: String, through head: Int64, _ connection: Connection
  ) throws(SQLiteError) -> Int64? {
    try kept("max(at)", of: name, where: "at <= ?2", head, connection)
  }

  /// The first position, at least `head`, at which a projection's rows were copied; nil if there is
  /// none.
  static func first(
    of name: String, from head: Int64, _ connection: Connection
  ) throws(SQLiteError) -> Int64? {
    try kept("min(at)", of: name, where: "at >= ?2", head, connection)
  }

  /// The positions at which a projection's rows were copied, in order.
  static func positions(
    of name: String, _ connection: Connection
  ) throws(SQLiteError) -> [Int64] {
    guard try Catalog.exists(table, connection) else { return [] }
    let query = try connection.prepare(
      "SELECT at FROM \(table) WHERE projection = ? ORDER BY at")
    try query.bind(name, at: 1)
    var positions: [Int64] = []
    while try query.step() { positions.append(query.int64(at: 0)) }
    return positions
  }

  private static func kept(
    _ which: String, of name: String, where condition: String, _ head: Int64,
    _ connection: Connection
  ) throws(SQLiteError) -> Int64? {
    guard try Catalog.exists(table, connection) else { return nil }
    let query = try connection.prepare(
      "SELECT \(which) FROM \(table) WHERE projection = ?1 AND \(condition)")
    try query.bind(name, at: 1)
    try query.bind(head, at: 2)
    return try query.step() ? query.optionalInt64(at: 0) : nil
  }

  /// Records that a projection's rows were copied.
  static func note(_ name: String, at head: Int64, _ connection: Connection) throws(SQLiteError) {
    try create(connection)
    let insert = try connection.prepare("INSERT INTO \(table) (projection, at) VALUES (?, ?)")
    try insert.bind(name, at: 1)
    try insert.bind(head, at: 2)
    try insert.run()
  }

  /// Makes the table of copies' positions if it is missing.
  static func create(_ connection: Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS \(table) (
        projection TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (projection, at)
      ) STRICT, WITHOUT ROWID
      """)
  }

  /// Removes the records of a projection's copies.
  static func forget(_ name: String, _ connection: Connection) throws(SQLiteError) {
    guard try Catalog.exists(table, connection) else { return }
    let delete = try connection.prepare("DELETE FROM \(table) WHERE projection = ?")
    try delete.bind(name, at: 1)
    try delete.run()
  }

  static let table = "projection_history"

  /// The last position at which rows were copied; 0 if there is none.
  private static func last(_ connection: Connection) throws(SQLiteError) -> Int64 {
    guard try Catalog.exists(table, connection) else { return 0 }
    let query = try connection.prepare("SELECT max(at) FROM \(table) WHERE projection <> ?")
    try query.bind(StreamMoves.name, at: 1)
    return try query.step() ? query.optionalInt64(at: 0) ?? 0 : 0
  }
}
