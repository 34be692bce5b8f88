/// A reducer with the table that stores its rows.
///
/// A class, since it never changes and is passed to every look at a row.
public final class Projection<R: Reducer, T: ProjectionTable>: Sendable
where R.Key == T.Key, R.Row == T.Row {
  /// The fold.
  public let reducer: R
  /// The table of its rows.
  public let table: T
  /// The statements of its table.
  let sql: TableStatements

  /// Joins a fold and a table of the same keys and rows.
  public init(_ reducer: R, in table: T) {
    self.reducer = reducer
    self.table = table
    sql = TableStatements(table)
  }

  /// The projection without the types of its rows, for a list of several.
  public var erased: AnyProjection<R.Input> { AnyProjection(self) }
}

/// A projection whose key and row types are hidden.
public struct AnyProjection<Input: Sendable>: Sendable {
  /// The projection's name.
  public let name: String
  /// The number of its fold.
  public let version: Int
  /// Its stored table and the one that a fold makes beside it.
  let tables: any FoldTables
  /// Its table at past moments.
  let past: PastTable
  /// Makes the rows of the projection in memory, for one of its tables.
  let makeRows: @Sendable (RowsPlace) -> any FoldedRows<Input>
  /// Makes a tracer that explains differing rows.
  let makeTracer: @Sendable () -> any RowTracer<Input>

  /// Hides the types of a projection.
  public init<R, T>(_ projection: Projection<R, T>) where R.Input == Input {
    name = projection.reducer.name
    version = projection.reducer.version
    tables = ProjectionTables(projection)
    past = PastTable(projection)
    makeRows = { ProjectionRows(projection, in: $0) }
    makeTracer = { DifferenceTracer(projection) }
  }
}
