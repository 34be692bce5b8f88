internal import EventLogSQLite

/// A projection's table as it was at a past position: the live rows unchanged since, and in a
/// temporary table the former state of the changed ones.
///
/// A view with the table's own name joins both, so that every query of the live table works on the
/// past. If rows don't say which event changed them last, all of them are folded.
struct PastTable: Sendable {
  /// How the rows of a past moment are computed.
  enum Way: Sendable {
    /// From the streams of the rows changed since.
    case streams
    /// From the stretch of the log since rows were last copied.
    case stretch
    /// From the whole log.
    case all
  }

  let way: Way
  private let name: String
  let table: String
  private let moved: String
  private let keys: [String]
  private let columns: [String]
  private let creation: String
  private let historyCreation: String
  private let historyLayout: TableLayout

  init<R, T>(_ projection: Projection<R, T>) {
    let definition = projection.table
    name = projection.reducer.name
    table = definition.name
    moved = definition.lastMoveColumn ?? ""
    way =
      definition.lastMoveColumn == nil
      ? .all : projection.reducer.isOfOneStream ? .streams : .stretch
    keys = projection.sql.keyNames
    columns = projection.sql.columnNames
    creation = definition.creation(as: Self.past(of: definition.name))
    historyCreation = definition.historyCreation(as: Self.history(of: definition.name))
    historyLayout = projection.sql.layout.dated(as: Self.history(of: definition.name))
  }

  /// The temporary table with the rows changed since.
  static func past(of table: String) -> String { "temp.\(table)__past" }

  /// The table with copies of rows as they once were.
  static func history(of table: String) -> String { "\(table)__history" }

  private var past: String { Self.past(of: table) }
  private var history: String { Self.history(of: table) }
  private var all: String { (keys + columns).joined(separator: ", ") }

  // MARK: Laying

  /// Makes the empty temporary table, and uncovers the live one.
  func begin(_ connection: Connection) throws(SQLiteError) {
    try connection.execute("DROP VIEW IF EXISTS temp.\(table); DROP TABLE IF EXISTS \(past)")
    try connection.execute(creation)
  }

  /// Puts the view of the past in the live table's place.
  func show(through head: Int64, _ connection: Connection) throws(SQLiteError) {
    let parts = parts(through: head).map { part in
      "SELECT \(all) FROM \(part.table)" + (part.condition.map { " WHERE \($0)" } ?? "")
    }
    try connection.execute("CREATE TEMP VIEW \(table) AS \(parts.joined(separator: " UNION ALL "))")
  }

  /// The tables that hold the rows of a past moment: the live one, except for rows changed since,
  /// and the temporary one.
  func parts(through head: Int64) -> [RowsPart] {
    let past = RowsPart(table: past, condition: nil)
    // A row that folds one stream is no older than its key, so later rows are skipped unread.
    let began = way == .streams ? "\(keys[0]) <= \(head) AND " : ""
    return way == .all
      ? [past] : [RowsPart(table: "main.\(table)", condition: "\(began)\(moved) <= \(head)"), past]
  }

  /// The streams whose rows, one for each, were changed after a position.
  func moved(
    of streams: [Int64], after head: Int64, _ connection: Connection
  ) throws(SQLiteError) -> [Int64] {
    let query = try connection.prepare(
      "SELECT 1 FROM main.\(table) WHERE \(keys[0]) = ? AND \(moved) > ?")
    var found: [Int64] = []
    for stream in streams {
      try query.bind(stream, at: 1)
      try query.bind(head, at: 2)
      if try query.step() { found.append(stream) }
      query.reset()
    }
    return found
  }

  /// Fills in the last copies, at or before a position, of the rows changed after it.
  ///
  /// - Returns: The position of these copies; 0, and no row, if there is none.
  func restore(through head: Int64, _ connection: Connection) throws(SQLiteError) -> Int64 {
    guard way == .stretch, let kept = try History.last(of: name, through: head, connection) else {
      return 0
    }
    let list = (keys + columns).map { "old.\($0)" }.joined(separator: ", ")
    let match = keys.map { "old.\($0) = live.\($0)" }.joined(separator: " AND ")
    let same = keys.map { "other.\($0) = live.\($0)" }.joined(separator: " AND ")
    let fill = try connection.prepare(
      """
      INSERT INTO \(past) (\(all)) SELECT \(list)
      FROM main.\(table) AS live CROSS JOIN main.\(history) AS old ON \(match)
      WHERE live.\(moved) > ?1 AND old.at = (
        SELECT max(other.at) FROM main.\(history) AS other WHERE \(same) AND other.at <= ?2)
      """)
    try fill.bind(head, at: 1)
    try fill.bind(kept, at: 2)
    try fill.run()
    return kept
  }

  /// Drops the rows unchanged since a position: the live ones stand for them.
  func dropUnmoved(since head: Int64, _ connection: Connection) throws(SQLiteError) {
    guard way == .stretch else { return }
    let list = keys.joined(separator: ", ")
    let drop = try connection.prepare(
      """
      DELETE FROM \(past)
      WHERE (\(list)) IN (SELECT \(list) FROM main.\(table) WHERE \(moved) <= ?)
      """)
    try drop.bind(head, at: 1)
    try drop.run()
  }

  // MARK: History

  /// Whether any row was ever copied.
  func hasHistory(_ connection: Connection) throws(SQLiteError) -> Bool {
    try Catalog.exists(history, connection)
  }

  /// Makes the table of copies if it is missing.
  func createHistory(_ connection: Connection) throws(SQLiteError) {
    try connection.execute(historyCreation)
  }

  /// Copies every row changed since the last copies, as it is at position `head`: from the live
  /// table, or from another of its shape.
  func keep(
    at head: Int64, from rows: String? = nil, _ connection: Connection
  ) throws(SQLiteError) {
    let last = try History.last(of: name, through: head, connection) ?? 0
    try createHistory(connection)
    let keep = try connection.prepare(
      """
      INSERT INTO \(history) (at, \(all)) SELECT ?1, \(all) FROM \(rows ?? table) WHERE \(moved) > ?2
      """)
    try keep.bind(head, at: 1)
    try keep.bind(last, at: 2)
    try keep.run()
    try History.note(name, at: head, connection)
  }

  /// The copies, by key and then by position.
  func scanHistory(_ connection: Connection) throws(SQLiteError) -> TableScan {
    let columns = historyLayout.columnList
    return try TableScan(
      "SELECT \(columns) FROM \(history) ORDER BY \(keys.joined(separator: ", ")), at",
      historyLayout, connection)
  }

  /// Drops the copies, which are rows of another fold.
  func dropHistory(_ connection: Connection) throws(SQLiteError) {
    try connection.execute("DROP TABLE IF EXISTS \(history)")
    try History.forget(name, connection)
  }
}

extension TableLayout {
  /// The layout of the table of copies: the position belongs to the key.
  fileprivate func dated(as table: String) -> TableLayout {
    TableLayout(
      table: table, keys: keyColumns + [Column("at", .integer)],
      columns: storedColumns.filter { $0 != Self.packedColumn }, packed: packedColumns)
  }
}

extension ProjectionTable {
  /// The statement that makes the table of copies if it is missing.
  fileprivate func historyCreation(as table: String) -> String {
    let layout = TableLayout(self)
    let all = (layout.keyColumns + layout.storedColumns).map(layout.declaration)
      .joined(separator: ",\n  ")
    let keys = keyColumns.map(\.name).joined(separator: ", ")
    return """
      CREATE TABLE IF NOT EXISTS \(table) (
        at INTEGER NOT NULL,
        \(all),
        PRIMARY KEY (\(keys), at)
      ) STRICT, WITHOUT ROWID
      """
  }
}
