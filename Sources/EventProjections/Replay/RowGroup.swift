/// Rows with which the same happens: from one status to another, where the table has a column for it.
public struct RowGroup: Hashable, Sendable {
  /// What happens.
  public let change: RowChange
  /// The stored status; nil where there is no row, or the table has none.
  public let before: String?
  /// The status that the log gives; nil where there is no row, or the table has none.
  public let after: String?
  /// How many rows.
  public internal(set) var rows: Int64
}

/// What becomes of a row.
public enum RowChange: String, Sendable, CaseIterable {
  /// The log gives a row that is not stored.
  case added
  /// The log gives other values than are stored.
  case changed
  /// A row is stored that the log doesn't give.
  case removed
}
