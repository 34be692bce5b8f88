private import Glibc

extension FileSystem {
  /// Returns the names in a folder except `.` and `..`, sorted by their bytes; names that are not
  /// UTF-8 are left out.
  package static func names(in path: String) throws(PlatformError) -> [String] {
    var skipped = 0
    return try names(
      in: try Descriptor.open(path, O_RDONLY | O_DIRECTORY), path: path, skipped: &skipped)
  }

  /// Returns the names in an open folder; counts those that are not UTF-8.
  static func names(
    in folder: borrowing Descriptor, path: String, skipped: inout Int
  ) throws(PlatformError) -> [String] {
    let copy = try retrying("listing", path) { fcntl(folder.number, F_DUPFD_CLOEXEC, 0) }
    guard let stream = unsafe fdopendir(copy) else {
      let code = errno
      close(copy)
      throw PlatformError(errno: code, operation: "listing", path: path)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let name {
        if name != ".", name != ".." { names.append(name) }
      } else {
        skipped += 1
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
