/// The table of one kind of row: its columns, its indexes, and how rows are written and read.
///
/// The table's statements are made from this once. `write` and `row` go by the order of the
/// columns, without names or boxing, since they run for every event.
public protocol ProjectionTable: Sendable {
  /// The key by which a row is found.
  associatedtype Key: Hashable & Sendable
  /// The content of a row.
  associatedtype Row: Hashable & Sendable

  /// The table's name in SQL.
  var name: String { get }
  /// The columns of the key, in order; a single integer is the table's row id.
  var keyColumns: [Column] { get }
  /// The other columns, in the order in which rows are written and read.
  var columns: [Column] { get }
  /// The table's indexes.
  var indexes: [TableIndex] { get }
  /// The column with the position of the event that last changed the row, for a table whose rows
  /// never vanish; an answer about a past moment then costs only what changed since. Without one
  /// (nil), it costs a fold from the log's beginning.
  var lastMoveColumn: String? { get }

  /// The column with the stage of a row's life, such as `status`; nil without one.
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
  /// Nil: rows don't say when they last changed.
  public var lastMoveColumn: String? { nil }
  /// Nil: a row's life has no stages.
  public var statusColumn: String? { nil }
}
