package import Platform

/// A file's size, and its hash unless the file was too large to be hashed in passing.
package struct FileContent: Hashable, Sendable {
  /// The most bytes of a file that is hashed.
  static let hashLimit: Int64 = 256 << 20

  package let bytes: Int64
  /// Hexadecimal.
  package let sha256: String?

  /// Makes the content of a file that nobody has read.
  package init(bytes: Int64) {
    self.bytes = bytes
    sha256 = nil
  }

  /// Reads and hashes a file, unless it is too large; blocks.
  package init(of file: borrowing BeneathFile) throws(PlatformError) {
    let content = try file.digest(limit: Self.hashLimit)
    bytes = content?.bytes ?? file.info.bytes
    sha256 = content?.digest.description
  }
}
