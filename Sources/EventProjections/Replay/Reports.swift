public import EventLog
public import Platform

/// A projection as a ledger has it.
public struct ProjectionStatus: Hashable, Sendable {
  /// The projection's name.
  public let name: String
  /// The number of the program's fold.
  public let version: Int
  /// The number of the stored fold; nil when nothing is stored.
  public let storedVersion: Int?
  /// When the stored table was made; nil when nothing is stored.
  public let builtAt: Instant?
  /// The last event that the stored rows know.
  public let position: Int64
  /// The stored rows.
  public let rows: Int64
  /// The stored rows' digest, in hexadecimal; nil when they are of another shape.
  public let digest: String?
  /// The events that the reducer failed on.
  public let parked: [ParkedEvent]
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

/// What a verification of a ledger's rows found.
public struct RowsReport: Hashable, Sendable {
  /// What was found of each projection, at the position that its rows are said to end at.
  public let checks: [CheckReport]
  /// The last position of the log.
  public let head: Int64
  /// The name under which an event is parked although the ledger has no such projection; nil without any.
  public let parkedStranger: String?

  /// Why rows could not be served that are what the log says as far as they go; nil where all go to its end.
  public var behind: ProjectionError? {
    checks.first { $0.position < head }.map { .behind($0.name, at: $0.position, of: head) }
  }
}

/// Something in a ledger's file that its program would not have made there.
public struct SchemaBreak: Hashable, Sendable {
  /// What is missing, other than it was made, or foreign.
  public let message: String
  /// The projection of whose tables it is, which a rebuild makes anew; nil where it is of none.
  public let projection: String?
}

/// What a rebuild of one projection did.
public struct RebuildReport: Hashable, Sendable {
  /// The projection's name.
  public let name: String
  /// The number of the fold that was stored; nil when nothing was.
  public let storedVersion: Int?
  /// The number of the fold that is stored now.
  public let version: Int
  /// The last event that was folded before the swap.
  public let position: Int64
  /// The digest of the rows that were stored; nil without any of this shape.
  public let storedDigest: String?
  /// The digest of the rows that are stored now.
  public let digest: String
  /// The rows that are stored now.
  public let rows: Int64
  /// Rows that are new.
  public let added: Int64
  /// Rows that hold something else than before.
  public let changed: Int64
  /// Rows that are no more.
  public let removed: Int64
}

/// How far a replay is.
public struct ReplayProgress: Hashable, Sendable {
  /// Events folded so far.
  public let events: Int64
  /// Events to fold, as far as is known by now.
  public let total: Int64
}
