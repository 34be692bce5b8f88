/// What a rebuild of one projection would change.
public struct RehearsalReport: Hashable, Sendable {
  /// The projection's name.
  public let name: String
  /// The number of the fold that is stored; nil when nothing is.
  public let storedVersion: Int?
  /// The number of the program's fold.
  public let version: Int
  /// The number of stored rows.
  public let storedRows: Int64
  /// The number of rows that the program's fold gives.
  public let rows: Int64
  /// The digest of the stored rows; nil when they are of another shape.
  public let storedDigest: String?
  /// The digest of the rows that the program's fold gives.
  public let digest: String
  /// Whether the stored rows have another shape, so that all of them are rewritten; the report then
  /// concerns only the columns that both shapes have.
  public let isReshaped: Bool
  /// Whether stored rows can be compared with those of the fold: they have the same keys.
  public let isComparable: Bool
  /// The program's columns that the stored rows don't have.
  public let newColumns: [String]
  /// The stored columns that the program's rows don't have.
  public let droppedColumns: [String]
  /// How many rows would change, and how.
  public let groups: [RowGroup]
  /// The first rows that would change, in key order: `CheckReport.most` at most.
  public let differences: [RowDifference]
  /// The events that the stored fold failed on.
  public let storedParked: [ParkedEvent]
  /// The events that the program's fold fails on.
  public let parked: [ParkedEvent]

  /// How many rows would be added, changed or removed.
  public func count(_ change: RowChange) -> Int64 {
    groups.reduce(0) { $1.change == change ? $0 + $1.rows : $0 }
  }

  /// Whether a rebuild would change anything that is stored, the version included.
  public var changesAnything: Bool {
    storedVersion != version || isReshaped || !groups.isEmpty
      || storedParked.map(\.position) != parked.map(\.position)
  }
}
