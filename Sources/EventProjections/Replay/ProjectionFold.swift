internal import EventLog
internal import EventLogSQLite

/// One projection folded anew into a table beside its own.
final class ProjectionFold<R: Reducer, T: ProjectionTable>: TableFold, @unchecked Sendable
where R.Key == T.Key, R.Row == T.Row {
  private let projection: Projection<R, T>
  private let stored: TableStatements
  private let beside: TableStatements
  private var tracer: DifferenceTracer<R, T>
  let rows: any InlineRows

  init(_ projection: Projection<R, T>) {
    self.projection = projection
    stored = projection.sql
    beside = TableStatements(projection.table, table: Catalog.beside(projection.table.name))
    rows = ProjectionRows(projection, beside: true)
    tracer = DifferenceTracer(projection)
  }

  var name: String { projection.reducer.name }

  func createBeside(_ connection: Connection) throws(SQLiteError) {
    try connection.execute(projection.table.creation(as: beside.table))
  }

  func createIndexes(generation: Int64, _ connection: Connection) throws(SQLiteError) {
    for index in projection.table.indexCreation(on: beside.table, generation: generation) {
      try connection.execute(index)
    }
  }

  func storedHasShape(_ connection: Connection) throws(SQLiteError) -> Bool {
    let query = try connection.statement(
      "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?")
    try query.bind(stored.table, at: 1)
    defer { query.reset() }
    guard try query.step() else { return false }
    // SQLite quotes the name of a table that was renamed: what counts begins at the parenthesis.
    let (actual, wanted) = (query.text(at: 0), projection.table.creation(as: stored.table))
    return actual.drop { $0 != "(" } == wanted.drop { $0 != "(" }
  }

  func compare(stored: Connection, beside: Connection) throws -> TableComparison {
    try TableComparison(stored: scan(self.stored, stored), folded: scan(self.beside, beside))
  }

  func storedCount(_ connection: Connection) throws(SQLiteError) -> Int64 {
    guard try Catalog.exists(stored.table, connection) else { return 0 }
    return try connection.integer("SELECT count(*) FROM \(stored.table)") ?? 0
  }

  func storedDigest(_ connection: Connection) throws(SQLiteError) -> TableDigest {
    try TableDigest(scan(stored, connection))
  }

  func besideDigest(_ connection: Connection) throws(SQLiteError) -> TableDigest {
    try TableDigest(scan(beside, connection))
  }

  func swap(_ connection: Connection) throws(SQLiteError) {
    try connection.execute("DROP TABLE IF EXISTS \(stored.table)")
    try connection.execute("ALTER TABLE \(beside.table) RENAME TO \(stored.table)")
    try Catalog.swapParked(of: name, connection)
  }

  func differences(stored: Connection, beside: Connection) throws -> [RowDifference] {
    tracer = DifferenceTracer(projection)
    _ = try TableComparison(stored: scan(self.stored, stored), folded: scan(self.beside, beside)) {
      try tracer.add(stored: $0, folded: $1)
    }
    return tracer.differences
  }

  func trace(_ event: RecordedEvent) {
    tracer.trace(event)
  }

  func traced() -> [RowDifference] {
    tracer.differences
  }

  private func scan(
    _ sql: TableStatements, _ connection: Connection
  ) throws(SQLiteError) -> TableScan {
    try TableScan(projection.table, sql, connection)
  }
}
