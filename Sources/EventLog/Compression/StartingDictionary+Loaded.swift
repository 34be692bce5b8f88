import EventLogLZ4
import Platform

extension StartingDictionary {
  /// The dictionary of most ledgers, loaded once for all connections of the process.
  static let loaded = CompressionDictionary(bytes)

  /// The SHA-256 by which a file refers to it.
  static let digest = {
    let bytes = Self.bytes
    return Digest(of: bytes.span).bytes
  }()
}
