private import Glibc

/// What the operating system says of files, and the few ways in which the program touches them.
package enum FileSystem {
  /// Returns the bytes of the file at `path`, at most `limit` of them; throws `EFBIG` when it has more.
  package static func read(_ path: String, limit: Int) throws(PlatformError) -> [UInt8] {
    let file = try Descriptor.open(path, O_RDONLY)
    let bytes = try file.read(limit: limit + 1, path: path)
    guard bytes.count <= limit else {
      throw PlatformError(errno: EFBIG, operation: "reading", path: path)
    }
    return bytes
  }

  /// Returns the names in a folder but for `.` and `..`, sorted by their bytes.
  package static func names(in path: String) throws(PlatformError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      throw PlatformError(errno: errno, operation: "listing", path: path)
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
