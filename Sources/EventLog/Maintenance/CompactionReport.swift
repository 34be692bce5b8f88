/// The result of a compaction of a ledger's file.
public struct CompactionReport: Hashable, Sendable {
  /// The size of a ledger, in bytes.
  public struct Size: Hashable, Sendable {
    /// The file, its projections included.
    public let file: Int64
    /// The events' payloads as they were appended.
    public let payloads: Int64
    /// The payloads as they are stored.
    public let stored: Int64
  }

  /// The log's root, the same before and after.
  public let root: LogRoot
  /// The sizes before.
  public let before: Size
  /// The sizes after.
  public let after: Size
  /// The SHA-256 of the dictionary that payloads are compressed with, in hexadecimal.
  public let dictionary: String
  /// Whether this compaction made it for this ledger.
  public let dictionaryIsNew: Bool
}

/// The progress of a compaction.
public struct CompactionProgress: Hashable, Sendable {
  /// What a compaction does, in this order.
  public enum Stage: String, Hashable, Sendable, CaseIterable {
    /// Payloads are sampled for a dictionary.
    case dictionary
    /// Payloads are recompressed, in a second table.
    case payloads
    /// The new table takes the place of the old one.
    case swap
    /// Every leaf and the root are recomputed.
    case verification
    /// The old table's space is given back to the disk.
    case space
  }

  /// What is being done.
  public let stage: Stage
  /// How much of it is done.
  public let done: Int64
  /// How much there is.
  public let total: Int64
}
