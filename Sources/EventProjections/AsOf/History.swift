internal import EventLogSQLite

/// Keeps, from time to time, the rows of projections that fold many streams, so that a past moment costs a fold of a
/// short stretch of the log and not of all of it.
///
/// What is kept is disposable: without it the answers are the same and take longer. It belongs to the writer thread.
struct History {
  private let interval: Int64
  private let tables: [PastTable]
  private var moves: StreamMoves?
  private var last: Int64?

  /// Makes the keeping of some projections' rows, from one time to the next `interval` events, at least.
  init(_ projections: [StoredProjection], every interval: Int64) {
    tables = projections.map(\.past).filter { $0.way == .stretch }
    let hasStreams = projections.contains { $0.past.way == .streams }
    moves = hasStreams ? StreamMoves(every: interval) : nil
    self.interval = interval
  }

  /// Forgets how far was kept, as after another process's writing.
  mutating func forget() {
    last = nil
    moves?.forget()
  }

  /// Keeps the rows, which stand at `head`, where it is time.
  mutating func keep(at head: Int64, _ connection: Connection) throws(SQLiteError) {
    try moves?.keep(at: head, connection)
    guard !tables.isEmpty else { return }
    if last == nil { last = try Self.last(connection) }
    guard let known = last, head - known >= interval else { return }
    for table in tables { try table.keep(at: head, connection) }
    last = head
  }

  // MARK: The list of what was kept

  /// The last position at which a projection's rows were kept, at most `head`; nil without any.
  static func last(
    of name: String, through head: Int64, _ connection: Connection
  ) throws(SQLiteError) -> Int64? {
    try kept("max(at)", of: name, where: "at <= ?2", head, connection)
  }

  /// The first position, at least `head`, at which a projection's rows were kept; nil without any.
  static func first(
    of name: String, from head: Int64, _ connection: Connection
  ) throws(SQLiteError) -> Int64? {
    try kept("min(at)", of: name, where: "at >= ?2", head, connection)
  }

  /// The positions at which a projection's rows were kept, in their order.
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

  /// Notes that a projection's rows were kept.
  static func note(_ name: String, at head: Int64, _ connection: Connection) throws(SQLiteError) {
    try create(connection)
    let insert = try connection.prepare("INSERT INTO \(table) (projection, at) VALUES (?, ?)")
    try insert.bind(name, at: 1)
    try insert.bind(head, at: 2)
    try insert.run()
  }

  /// Makes the list where it is missing.
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

  /// Forgets that a projection's rows were ever kept.
  static func forget(_ name: String, _ connection: Connection) throws(SQLiteError) {
    guard try Catalog.exists(table, connection) else { return }
    let delete = try connection.prepare("DELETE FROM \(table) WHERE projection = ?")
    try delete.bind(name, at: 1)
    try delete.run()
  }

  static let table = "projection_history"

  /// The last position at which rows were kept; 0 without any.
  private static func last(_ connection: Connection) throws(SQLiteError) -> Int64 {
    guard try Catalog.exists(table, connection) else { return 0 }
    let query = try connection.prepare("SELECT max(at) FROM \(table) WHERE projection <> ?")
    try query.bind(StreamMoves.name, at: 1)
    return try query.step() ? query.optionalInt64(at: 0) ?? 0 : 0
  }
}
