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

  /// The projection without its types, as a list of several holds it.
  public var erased: AnyProjection { AnyProjection(self) }
}

/// A projection whose key and row types are not told: what a ledger is opened with.
public struct AnyProjection: Sendable {
  /// The projection's name.
  public let name: String
  /// The number of its fold.
  public let version: Int
  /// Makes the place of its rows on their way to its table.
  let makeRows: @Sendable () -> any InlineRows
  /// Makes a fold of it into a table beside its own.
  let makeFold: @Sendable () -> any TableFold

  /// Takes the types off a projection.
  public init<R, T>(_ projection: Projection<R, T>) {
    name = projection.reducer.name
    version = projection.reducer.version
    makeRows = { ProjectionRows(projection) }
    makeFold = { ProjectionFold(projection) }
  }
}
