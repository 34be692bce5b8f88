internal import EventLogSQLite

/// A projection's table as it was at a past position: the live rows that nothing has moved since, and beside them, in a
/// temporary table, the rows as they were of those that were moved.
///
/// A view of the table's own name joins both, so that every query of the live table is one of the past. Where rows don't
/// say which event moved them last, all of them are folded.
struct PastTable: Sendable {
  /// How the rows of a past moment are come by.
  enum Way: Sendable {
    /// The streams of the rows that were moved since.
    case streams
    /// The stretch of the log since rows were last kept.
    case stretch
    /// The whole log.
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

  /// The temporary table with the rows that were moved since.
  static func past(of table: String) -> String { "temp.\(table)__past" }

  /// The table that keeps rows as they once were.
  static func history(of table: String) -> String { "\(table)__history" }

  private var past: String { Self.past(of: table) }
  private var history: String { Self.history(of: table) }
  private var all: String { (keys + columns).joined(separator: ", ") }

  // MARK: Laying

  /// Makes the empty temporary table, and lets the live one be seen again.
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

  /// The tables that hold the rows of a past moment: the live one, but for what was moved since, and the temporary one.
  func parts(through head: Int64) -> [RowsPart] {
    let past = RowsPart(table: past, condition: nil)
    // A row that folds one stream is not older than its key: what came later is passed without a look at it.
    let began = way == .streams ? "\(keys[0]) <= \(head) AND " : ""
    return way == .all
      ? [past] : [RowsPart(table: "main.\(table)", condition: "\(began)\(moved) <= \(head)"), past]
  }

  /// Those of some streams whose rows were moved after a position, where each row folds one.
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

  /// Fills in the rows as history has them last, at or before a position, of those that were moved after it.
  ///
  /// - Returns: the position that they stand at; 0, and no row, where nothing was kept.
  func restore(through head: Int64, _ connection: Connection) throws(SQLiteError) -> Int64 {
    guard way == .stretch, let kept = try History.last(of: name, through: head, connection) else {
      return 0
    }
    let list = all.split(separator: ", ").map { "old.\($0)" }.joined(separator: ", ")
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

  /// Drops the rows that nothing has moved since: the live ones stand for them.
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

  /// Whether any row was ever kept.
  func hasHistory(_ connection: Connection) throws(SQLiteError) -> Bool {
    try Catalog.exists(history, connection)
  }

  /// Makes the table of rows as they once were, where it is missing.
  func createHistory(_ connection: Connection) throws(SQLiteError) {
    try connection.execute(historyCreation)
  }

  /// Keeps every row that was moved since rows were last kept as it is now, at position `head`: of the live table, or of
  /// another of its shape.
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

  /// The rows as they once were, each key's in their order.
  func scanHistory(_ connection: Connection) throws(SQLiteError) -> TableScan {
    let columns = historyLayout.columnList
    return try TableScan(
      "SELECT \(columns) FROM \(history) ORDER BY \(keys.joined(separator: ", ")), at",
      historyLayout, connection)
  }

  /// Drops what was kept: rows of another fold.
  func dropHistory(_ connection: Connection) throws(SQLiteError) {
    try connection.execute("DROP TABLE IF EXISTS \(history)")
    try History.forget(name, connection)
  }
}

extension TableLayout {
  /// The layout of the table in which rows of this one lie as they once were: the position belongs to the key.
  fileprivate func dated(as table: String) -> TableLayout {
    TableLayout(
      table: table, keys: keyColumns + [Column("at", .integer)],
      columns: storedColumns.filter { $0 != Self.packedColumn }, packed: packedColumns)
  }
}

extension ProjectionTable {
  /// The statement that makes the table of rows as they once were, where it is missing.
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
