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
