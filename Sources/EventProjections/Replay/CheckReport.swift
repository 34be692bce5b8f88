public import EventLog

/// What a check of one projection found.
public struct CheckReport: Hashable, Sendable {
  /// The projection's name.
  public let name: String
  /// The number of the fold.
  public let version: Int
  /// The last event that was folded.
  public let position: Int64
  /// The rows that the log gives.
  public let rows: Int64
  /// The digest of the stored rows.
  public let storedDigest: String
  /// The digest of the rows that the log gives.
  public let foldedDigest: String
  /// How many rows differ.
  public let differing: Int
  /// The first rows that differ, in key order: `CheckReport.most` at most.
  public let differences: [RowDifference]
  /// The first event that is parked and should not be, or should be and is not; nil without any.
  public internal(set) var parkedBreak: Int64?
  /// The first position for which something else is kept, to tell of past moments by, than the log says; nil without
  /// any, and where that was not looked at.
  public internal(set) var keptBreak: Int64?

  /// The most rows that a report describes; the others are counted.
  public static let most = 1_000

  /// Whether the stored rows are what the log says.
  public var isSound: Bool { differing == 0 && storedDigest == foldedDigest }

  /// Whether all that is stored of the projection, as far as it was looked at, is what the log says.
  public var isWhole: Bool { isSound && parkedBreak == nil && keptBreak == nil }
}

/// One row that is not what the log says.
public struct RowDifference: Hashable, Sendable {
  /// How it differs.
  public let change: RowChange
  /// The row's key, one value for each key column.
  public let key: [SQLValue]
  /// The stream that the row folds, where it folds one alone.
  public internal(set) var stream: StreamName?
  /// The stored status; nil where there is no row, or the table has none.
  public let statusBefore: String?
  /// The status that the log gives; nil where there is no row, or the table has none.
  public let statusAfter: String?
  /// The columns that differ.
  public internal(set) var columns: [ColumnDifference]
  /// The last event that led to the difference, or the last that concerns the row at all; nil without any.
  public internal(set) var lastEvent: EventID?
}

/// One column of one row that is not what the log says.
public struct ColumnDifference: Hashable, Sendable {
  /// The column's name.
  public let column: String
  /// What is stored; nil when the row is missing.
  public let stored: SQLValue?
  /// What the log says; nil when there should be no row.
  public let folded: SQLValue?
  /// The last event of the row's key that set this column in the new fold.
  public internal(set) var event: EventID?
}
