public import EventLog

/// The result of checking one projection.
public struct CheckReport: Hashable, Sendable {
  /// The projection's name.
  public let name: String
  /// The number of the fold.
  public let version: Int
  /// The last event that was folded.
  public let position: Int64
  /// The number of rows that the log gives.
  public let rows: Int64
  /// The digest of the stored rows.
  public let storedDigest: String
  /// The digest of the rows that the log gives.
  public let foldedDigest: String
  /// How many rows differ.
  public let differing: Int
  /// The first rows that differ, in key order: `CheckReport.most` at most.
  public let differences: [RowDifference]
  /// The first event that is parked and should not be, or should be and is not; nil if there is
  /// none.
  public internal(set) var parkedBreak: Int64?
  /// The first position at which the copies kept for past moments differ from the log; nil if none
  /// do, or if they were not compared.
  public internal(set) var keptBreak: Int64?

  /// The most rows that a report describes; the rest are only counted.
  public static let most = 1_000

  /// Whether the stored rows are those of the log.
  public var isSound: Bool { differing == 0 && storedDigest == foldedDigest }

  /// Whether everything stored for the projection, as far as it was checked, is what the log gives.
  public var isWhole: Bool { isSound && parkedBreak == nil && keptBreak == nil }
}

/// One row that is not what the log gives.
public struct RowDifference: Hashable, Sendable {
  /// The kind of difference.
  public let change: RowChange
  /// The row's key, one value for each key column.
  public let key: [SQLValue]
  /// The stream that the row folds, if it folds just one.
  public internal(set) var stream: StreamName?
  /// The stored status; nil without a row, or if the table has none.
  public let statusBefore: String?
  /// The status that the log gives; nil without a row, or if the table has none.
  public let statusAfter: String?
  /// The columns that differ.
  public internal(set) var columns: [ColumnDifference]
  /// The last event that led to the difference, or the last that concerns the row at all; nil if
  /// there is none.
  public internal(set) var lastEvent: EventID?
}

/// One column of one row that is not what the log gives.
public struct ColumnDifference: Hashable, Sendable {
  /// The column's name.
  public let column: String
  /// The stored value; nil if the row is missing.
  public let stored: SQLValue?
  /// The log's value; nil if there should be no row.
  public let folded: SQLValue?
  /// The last event of the row's key that set this column in the new fold.
  public internal(set) var event: EventID?
}
