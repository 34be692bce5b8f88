/// What rebuilding a ledger's projections would change, determined without changing anything.
public struct Rehearsal: Hashable, Sendable {
  /// The effect on each projection.
  public let projections: [RehearsalReport]
  /// How long the fold took, in microseconds of the monotonic clock: about what a rebuild takes.
  public let microseconds: Int64
  /// How many bytes a rebuild writes beside the stored rows, before the old tables are dropped.
  public let diskBytes: Int64
}
