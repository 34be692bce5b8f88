package import MissionModel

/// The events to carry from one source, and the cursor for which they were chosen.
package struct BridgeBatch: Sendable {
  /// The source.
  package let ledger: String
  /// The cursor that it begins at; the batch is appended only while the cursor is still this one.
  package let basis: SourceCursor
  /// The events to append.
  package let plan: BridgePlan
  /// The source's last position.
  package let head: Int64
  /// Whether the source has events that weren't looked at yet.
  package let hasMore: Bool
}
