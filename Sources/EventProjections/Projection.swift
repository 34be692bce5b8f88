internal import EventLog

/// A reducer with the table that its rows lie in.
public struct Projection<R: Reducer, T: ProjectionTable>: Sendable
where R.Key == T.Key, R.Row == T.Row {
  /// The fold.
  public let reducer: R
  /// Where its rows lie.
  public let table: T
  /// The statements of its table.
  let sql: TableStatements

  /// Joins a fold and a table of the same keys and rows.
  public init(_ reducer: R, in table: T) {
    self.reducer = reducer
    self.table = table
    sql = TableStatements(table)
  }

  /// The projection without the types of its rows, as a list of several holds it.
  public var erased: AnyProjection<R.Input> { AnyProjection(self) }
}

/// A projection whose key and row types are not told.
public struct AnyProjection<Input: Sendable>: Sendable {
  /// The projection's name.
  public let name: String
  /// The number of its fold.
  public let version: Int
  /// Its stored table and the one that a fold makes beside it.
  let tables: any FoldTables
  /// Its table as it was at past moments.
  let past: PastTable
  /// Makes the place of its rows on their way to its table, or to the one beside it.
  let makeRows: @Sendable (RowsPlace) -> any FoldedRows<Input>
  /// Makes what explains differing rows.
  let makeTracer: @Sendable () -> any RowTracer<Input>

  /// Takes the types off a projection.
  public init<R, T>(_ projection: Projection<R, T>) where R.Input == Input {
    name = projection.reducer.name
    version = projection.reducer.version
    tables = ProjectionTables(projection)
    past = PastTable(projection)
    makeRows = { ProjectionRows(projection, in: $0) }
    makeTracer = { DifferenceTracer(projection) }
  }
}
