/// One column of a projection's table.
public struct Column: Hashable, Sendable {
  /// What a column may hold.
  public enum Kind: String, Sendable {
    case integer = "INTEGER"
    case text = "TEXT"
    case blob = "BLOB"
  }

  /// The column's name in SQL.
  public let name: String
  /// What it holds.
  public let kind: Kind
  /// Whether a row may have no value here.
  public let isOptional: Bool
  /// Whether its values lie with those of others in one blob: cheaper to write by far, and out of reach of conditions,
  /// orders and indexes in SQL.
  public let isPacked: Bool

  /// Makes a column that always has a value, unless `optional`, in a place of its own, unless `packed`.
  public init(_ name: String, _ kind: Kind, optional: Bool = false, packed: Bool = false) {
    self.name = name
    self.kind = kind
    self.isOptional = optional
    self.isPacked = packed
  }
}

/// An index over a projection's table, whole or partial.
public struct TableIndex: Hashable, Sendable {
  /// The index's name in SQL; a rebuilt table's index has a number after it, so that no query can name one.
  public let name: String
  /// The columns, or expressions over columns, by which it is ordered.
  public let terms: [String]
  /// The condition of a partial index, in SQL.
  public let condition: String?
  /// Whether most rows are in it: a rebuild then makes it over the full table at once, and any other before a row is
  /// there, which spares it a pass over the table.
  public let isDense: Bool

  /// Makes an index over columns or expressions (`"dispatched_at DESC"`); a partial one is not `dense` unless it is said
  /// to be.
  public init(
    _ name: String, on terms: [String], where condition: String? = nil, dense: Bool = false
  ) {
    self.name = name
    self.terms = terms
    self.condition = condition
    isDense = dense || condition == nil
  }
}

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
