private import Glibc

/// What the operating system says of files, and the few ways in which the program touches them.
package enum FileSystem {
  /// Returns the first `count` bytes of the file at `path`, or all where it has fewer.
  package static func read(_ path: String, first count: Int) throws(PlatformError) -> [UInt8] {
    try Descriptor.open(path, O_RDONLY).read(limit: count, path: path)
  }

  /// Returns the bytes of the file at `path`.
  ///
  /// - Throws: `EFBIG` if it has more than `limit`.
  package static func read(_ path: String, limit: Int) throws(PlatformError) -> [UInt8] {
    let file = try Descriptor.open(path, O_RDONLY)
    let bytes = try file.read(limit: limit + 1, path: path)
    guard bytes.count <= limit else {
      throw PlatformError(errno: EFBIG, operation: "reading", path: path)
    }
    return bytes
  }

  /// Returns the path of what lies at `path`, with its symbolic links resolved.
  ///
  /// - Throws: `ENOENT` if nothing lies there.
  package static func realPath(_ path: String) throws(PlatformError) -> String {
    guard let resolved = unsafe realpath(path, nil) else {
      throw PlatformError(errno: errno, operation: "resolving", path: path)
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
