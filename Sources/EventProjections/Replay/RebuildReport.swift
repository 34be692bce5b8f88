/// The result of rebuilding one projection.
public struct RebuildReport: Hashable, Sendable {
  /// The projection's name.
  public let name: String
  /// The number of the fold that was stored; nil when nothing was.
  public let storedVersion: Int?
  /// The number of the fold that is stored now.
  public let version: Int
  /// The last event that was folded before the swap.
  public let position: Int64
  /// The digest of the rows that were stored; nil if there were none of this shape.
  public let storedDigest: String?
  /// The digest of the rows that are stored now.
  public let digest: String
  /// The number of rows stored now.
  public let rows: Int64
  /// The number of new rows.
  public let added: Int64
  /// The number of rows with other values than before.
  public let changed: Int64
  /// The number of rows that are gone.
  public let removed: Int64
}

/// The progress of a replay.
public struct ReplayProgress: Hashable, Sendable {
  /// Events folded so far.
  public let events: Int64
  /// Events to fold, as far as is known yet.
  public let total: Int64
}
