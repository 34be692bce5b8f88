/// Rows that change alike: from one status to another, if the table has a column for that.
public struct RowGroup: Hashable, Sendable {
  /// The change.
  public let change: RowChange
  /// The stored status; nil without a row, or if the table has none.
  public let before: String?
  /// The status that the log gives; nil without a row, or if the table has none.
  public let after: String?
  /// The number of rows.
  public internal(set) var rows: Int64
}

/// The change of a row.
public enum RowChange: String, Sendable, CaseIterable {
  /// The log gives a row that is not stored.
  case added
  /// The log gives other values than those stored.
  case changed
  /// The log doesn't give a row that is stored.
  case removed
}
