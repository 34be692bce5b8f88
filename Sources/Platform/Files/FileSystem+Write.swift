private import Glibc
private import Synchronization

extension FileSystem {
  /// Makes the folder at `path` and what is missing above it, for this user alone (0700).
  ///
  /// A folder that is there already keeps its permissions. One that is made is there after a power loss too. Returns
  /// whether it was made.
  @discardableResult
  package static func makePrivateDirectory(_ path: String) throws(PlatformError) -> Bool {
    do throws(PlatformError) {
      return try makeOneDirectory(path)
    } catch {
      guard error.errno == ENOENT, let parent = parent(of: path) else { throw error }
      try makePrivateDirectory(parent)
      return try makeOneDirectory(path)
    }
  }

  private static func makeOneDirectory(_ path: String) throws(PlatformError) -> Bool {
    if unsafe mkdir(path, 0o700) == 0 {
      // A folder that may be written to and not be read can't be synced either.
      try? syncFolder(of: path)
      return true
    }
    let code = errno
    if code == EEXIST, try info(path, followingLinks: true).kind == .folder { return false }
    throw PlatformError(errno: code, operation: "making folder", path: path)
  }

  /// Replaces the file at `path` by one of `bytes`: other processes and a crash see the old or the new, whole.
  ///
  /// Written beside it, synced, renamed, and the folder synced. On failure the old file is as it was.
  package static func writeAtomically(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(PlatformError) {
    let folder = parent(of: path) ?? "."
    let number = temporaryFiles.add(1, ordering: .relaxed).newValue
    let temporary = "\(folder)/.writing-\(getpid())-\(number)"
    do throws(PlatformError) {
      try writeAndSync(bytes, to: temporary, mode: mode)
      _ = try retrying("renaming", path) { unsafe rename(temporary, path) }
    } catch {
      if error.errno != EEXIST { unsafe unlink(temporary) }
      throw error
    }
    try syncFolder(of: path)
  }

  /// Gives the file at `path` another name in its folder, and syncs the folder; what has that name is replaced.
  package static func renameFile(_ path: String, to other: String) throws(PlatformError) {
    _ = try retrying("renaming", path) { unsafe Glibc.rename(path, other) }
    try syncFolder(of: other)
  }

  /// Has the folder that a path lies in on the disk, with the names in it.
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

  private static let temporaryFiles = Atomic<Int>(0)

  private static func writeAndSync(
    _ bytes: [UInt8], to path: String, mode: UInt32
  ) throws(PlatformError) {
    let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
    try file.write(bytes, path: path)
    _ = try retrying("setting permissions", path) { fchmod(file.number, mode) }
    _ = try retrying("syncing", path) { fsync(file.number) }
  }
}
