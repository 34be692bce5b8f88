private import Glibc

extension FileSystem {
  /// Makes the folder at `path`, and those missing above it, for this user alone (0700).
  ///
  /// An existing folder keeps its permissions; a new one survives a power loss. Returns whether it
  /// was made.
  @discardableResult
  package static func makePrivateDirectory(_ path: String) throws(PlatformError) -> Bool {
    try makeDirectory(path, mode: 0o700)
  }

  /// Makes the folder at `path`, and those missing above it, as `makePrivateDirectory` does, with
  /// the permissions that the process gives its files.
  package static func makeSharedDirectory(_ path: String) throws(PlatformError) {
    _ = try makeDirectory(path, mode: 0o777)
  }

  private static func makeDirectory(
    _ path: String, mode: mode_t
  ) throws(PlatformError) -> Bool {
    do throws(PlatformError) {
      return try makeOneDirectory(path, mode)
    } catch {
      guard error.errno == ENOENT, let parent = parent(of: path) else { throw error }
      _ = try makeDirectory(parent, mode: mode)
      return try makeOneDirectory(path, mode)
    }
  }

  private static func makeOneDirectory(
    _ path: String, _ mode: mode_t
  ) throws(PlatformError) -> Bool {
    if unsafe mkdir(path, mode) == 0 {
      // A folder that is writable but not readable can't be synced.
      try? syncFolder(of: path)
      return true
    }
    let code = errno
    if code == EEXIST, try info(path, followingLinks: true).kind == .folder { return false }
    throw PlatformError(errno: code, operation: "making folder", path: path)
  }

  /// Closes the folder at `path` to everybody but this user (0700), to whom it must belong.
  package static func closeFolder(_ path: String) throws(PlatformError) {
    _ = try retrying("setting permissions", path) { unsafe chmod(path, 0o700) }
  }

  /// Renames the file at `path` within its folder, replacing whatever has that name, and syncs the
  /// folder.
  package static func renameFile(_ path: String, to other: String) throws(PlatformError) {
    _ = try retrying("renaming", path) { unsafe Glibc.rename(path, other) }
    try syncFolder(of: other)
  }

  /// Syncs the folder that a path lies in, with the names in it.
  private static func syncFolder(of path: String) throws(PlatformError) {
    let folder = parent(of: path) ?? "."
    let opened = try Descriptor.open(folder, O_RDONLY | O_DIRECTORY)
    _ = try retrying("syncing", folder) { fsync(opened.number) }
  }

  /// Removes the folder at `path`, which must be empty.
  package static func removeEmptyFolder(_ path: String) throws(PlatformError) {
    _ = try retrying("removing", path) { unsafe rmdir(path) }
  }

  /// Removes the file at `path`, unless there is none.
  package static func removeFile(_ path: String) throws(PlatformError) {
    do throws(PlatformError) {
      _ = try retrying("removing", path) { unsafe unlink(path) }
    } catch {
      if error.errno != ENOENT { throw error }
    }
  }

  /// Returns the folder that `path` lies in; nil for `/` and for a bare name.
  package static func parent(of path: String) -> String? {
    var end = path.endIndex
    while end > path.startIndex, path[..<end].last == "/" { end = path.index(before: end) }
    guard let slash = path[..<end].lastIndex(of: "/") else { return nil }
    return slash == path.startIndex ? (end > path.startIndex ? "/" : nil) : String(path[..<slash])
  }
}
