public import Platform

/// A projection as a ledger has it.
public struct ProjectionStatus: Hashable, Sendable {
  /// The projection's name.
  public let name: String
  /// The number of the program's fold.
  public let version: Int
  /// The number of the stored fold; nil when nothing is stored.
  public let storedVersion: Int?
  /// When the stored table was made; nil when nothing is stored, for a sealed log, and for a past
  /// moment before that.
  public let builtAt: Instant?
  /// The last event that the stored rows include.
  public let position: Int64
  /// The number of stored rows.
  public let rows: Int64
  /// The stored rows' digest, in hexadecimal; nil when they are of another shape.
  public let digest: String?
  /// The events that the reducer failed on.
  public let parked: [ParkedEvent]
}
