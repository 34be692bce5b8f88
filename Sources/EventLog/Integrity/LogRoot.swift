import Platform

/// The one value that stands for the whole log up to a position: stored elsewhere, it is evidence.
public struct LogRoot: Hashable, Sendable {
  /// The ledger's name.
  public let ledger: String
  /// How many events it covers.
  public let size: Int64
  /// The Merkle tree's root (RFC 9162, SHA-256): 32 bytes.
  public let hash: [UInt8]

  /// The hash as 64 hexadecimal digits.
  public var hex: String { hash.hex }
}
