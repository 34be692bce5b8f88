internal import EventLogSQLite

/// One projection's stored table and the one that a fold makes beside it.
struct ProjectionTables<T: ProjectionTable>: FoldTables {
  private let name: String
  private let definition: T
  private let stored: TableStatements
  private let beside: TableStatements
  private let past: PastTable

  init<R>(_ projection: Projection<R, T>) {
    name = projection.reducer.name
    definition = projection.table
    stored = projection.sql
    beside = TableStatements(projection.table, table: Catalog.beside(projection.table.name))
    past = PastTable(projection)
  }

  func createBeside(_ connection: Connection) throws(SQLiteError) {
    try connection.execute(definition.creation(as: beside.table))
  }

  func createIndexes(
    dense: Bool, generation: Int64, _ connection: Connection
  ) throws(SQLiteError) {
    let indexes = definition.indexes.filter { $0.isDense == dense }
    for index in definition.indexCreation(indexes, on: beside.table, generation: generation) {
      try connection.execute(index)
    }
  }

  func storedHasShape(_ connection: Connection) throws(SQLiteError) -> Bool {
    let query = try connection.statement(
      "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?")
    try query.bind(stored.table, at: 1)
    defer { query.reset() }
    guard try query.step() else { return false }
    // SQLite quotes the name of a renamed table, so the comparison begins at the parenthesis.
    let (actual, wanted) = (query.text(at: 0), definition.creation(as: stored.table))
    return actual.drop { $0 != "(" } == wanted.drop { $0 != "(" }
  }

  func storedShape(_ connection: Connection) throws(SQLiteError) -> StoredShape? {
    try StoredShape(of: definition, connection)
  }

  func compare(stored: Connection, beside: Connection) throws -> TableComparison {
    try TableComparison(stored: scan(self.stored, stored), folded: scan(self.beside, beside))
  }

  func storedCount(_ connection: Connection) throws(SQLiteError) -> Int64 {
    guard try Catalog.exists(stored.table, connection) else { return 0 }
    return try connection.integer("SELECT count(*) FROM \(stored.table)") ?? 0
  }

  func readStored(_ connection: Connection) throws {
    var rows = try scan(stored, connection)
    try rows.advance()
    while rows.hasRow {
      var reader = rows.reader
      let key = try definition.key(from: &reader)
      _ = try definition.row(of: key, from: &reader)
      try rows.advance()
    }
  }

  func storedDigest(_ connection: Connection) throws(SQLiteError) -> TableDigest {
    try TableDigest(scan(stored, connection))
  }

  func besideDigest(_ connection: Connection) throws(SQLiteError) -> TableDigest {
    try TableDigest(scan(beside, connection))
  }

  func rename(_ connection: Connection) throws(SQLiteError) {
    try connection.execute("ALTER TABLE \(beside.table) RENAME TO \(stored.table)")
  }

  func dropStored(_ connection: Connection) throws(SQLiteError) {
    try connection.execute("DROP TABLE IF EXISTS \(stored.table)")
  }

  func swap(_ connection: Connection) throws(SQLiteError) {
    try dropStored(connection)
    try rename(connection)
    try past.dropHistory(connection)
    try Catalog.swapParked(of: name, connection)
  }

  private func scan(
    _ sql: TableStatements, _ connection: Connection
  ) throws(SQLiteError) -> TableScan {
    try TableScan(sql, connection)
  }
}
