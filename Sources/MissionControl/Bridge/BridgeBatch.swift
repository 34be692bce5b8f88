package import MissionModel

/// What is to be carried from one source, and the cursor for which that was decided.
package struct BridgeBatch: Sendable {
  /// The source.
  package let ledger: String
  /// The cursor that it begins at; the batch is appended only while the cursor is still this one.
  package let basis: SourceCursor
  /// What is to be appended.
  package let plan: BridgePlan
  /// The source's last position.
  package let head: Int64
  /// Whether the source has events that weren't looked at yet.
  package let hasMore: Bool
}
