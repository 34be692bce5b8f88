import EventLogLZ4
import Platform

extension StartingDictionary {
  /// The dictionary that most ledgers have, loaded once for every connection of the process.
  static let loaded = CompressionDictionary(bytes)

  /// The SHA-256 by which a file names it.
  static let digest = {
    let bytes = Self.bytes
    return Digest(of: bytes.span).bytes
  }()
}
