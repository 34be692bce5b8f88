/// What a compaction did to a ledger's file.
public struct CompactionReport: Hashable, Sendable {
  /// How large a ledger is, in bytes.
  public struct Size: Hashable, Sendable {
    /// The file, its projections included.
    public let file: Int64
    /// The events' payloads as they were appended.
    public let payloads: Int64
    /// The same as they are stored.
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
  /// Whether it was made for this ledger by this compaction.
  public let dictionaryIsNew: Bool
}

/// How far a compaction is.
public struct CompactionProgress: Hashable, Sendable {
  /// What is done, in this order.
  public enum Stage: String, Hashable, Sendable, CaseIterable {
    /// Payloads are sampled for a dictionary.
    case dictionary
    /// Payloads are compressed anew, beside the table.
    case payloads
    /// The new table takes the place of the old one.
    case swap
    /// Every leaf and the root are computed again.
    case verification
    /// What was the table is given back to the disk.
    case space
  }

  /// What is being done.
  public let stage: Stage
  /// How much of it is done.
  public let done: Int64
  /// How much there is.
  public let total: Int64
}
