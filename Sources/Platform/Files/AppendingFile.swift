private import Glibc

/// A file that is only ever written at its end.
package final class AppendingFile: Sendable {
  package let path: String
  private let file: Descriptor

  /// Opens the file at `path`, making it (0600) where it is missing; a symbolic link is refused.
  package init(path: String) throws(PlatformError) {
    self.path = path
    file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600)
  }

  /// Writes all of `bytes` at the end.
  package func append(_ bytes: [UInt8]) throws(PlatformError) {
    try file.write(bytes, path: path)
  }
}
