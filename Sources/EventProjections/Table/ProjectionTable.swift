/// How rows of one kind lie in a table: its columns, its indexes, and the way in and out.
///
/// The statements of the table are made from this once. `write` and `row` work by the columns' order, with no names
/// and no boxing, since they run for every event.
public protocol ProjectionTable: Sendable {
  /// What a row is found by.
  associatedtype Key: Hashable & Sendable
  /// What lies in a row.
  associatedtype Row: Hashable & Sendable

  /// The table's name in SQL.
  var name: String { get }
  /// The columns of the key, in order. A single integer is the table's row id.
  var keyColumns: [Column] { get }
  /// The other columns, in the order in which rows are written and read.
  var columns: [Column] { get }
  /// The table's indexes.
  var indexes: [TableIndex] { get }
  /// The column that holds the position of the event that moved the row last, of a table whose rows never vanish: past
  /// moments then cost what was moved since. Nil, where nothing says so, folds them from the log's beginning.
  var lastMoveColumn: String? { get }

  /// The column by which a row's life is told, as in `status`; nil without one.
  var statusColumn: String? { get }

  /// Writes a key, one value for each of `keyColumns`.
  func write(_ key: Key, to values: inout RowWriter)
  /// Writes a row, one value for each of `columns`.
  func write(_ row: Row, to values: inout RowWriter)
  /// Reads a key as `write` wrote it.
  func key(from values: inout RowReader) throws(ProjectionError) -> Key
  /// Reads the row of a key as `write` wrote it.
  func row(of key: Key, from values: inout RowReader) throws(ProjectionError) -> Row
}

extension ProjectionTable {
  /// Nil: nothing is promised.
  public var lastMoveColumn: String? { nil }
  /// Nil: a row's life has no stages.
  public var statusColumn: String? { nil }
}
