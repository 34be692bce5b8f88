package import Platform

/// What a file holds: its size, and its hash where it could be hashed in passing.
package struct FileContent: Hashable, Sendable {
  /// A file beyond this size is told of without its hash.
  static let hashLimit: Int64 = 256 << 20

  package let bytes: Int64
  /// Hexadecimal.
  package let sha256: String?

  /// What is known of a file that nobody has read.
  package init(bytes: Int64) {
    self.bytes = bytes
    sha256 = nil
  }

  /// Reads and hashes a file, of one that is too large nothing; blocks.
  package init(of file: borrowing BeneathFile) throws(PlatformError) {
    let content = try file.digest(limit: Self.hashLimit)
    bytes = content?.bytes ?? file.info.bytes
    sha256 = content?.digest.description
  }
}
