import Glibc

/// What the file system says of one file.
package struct FileInfo: Hashable, Sendable {
  /// What kind of thing lies at a path.
  package enum Kind: Hashable, Sendable {
    case file, folder, symbolicLink
    /// A pipe, a socket or a device.
    case other

    /// The kind with its article.
    package var name: String {
      switch self {
      case .file: "a file"
      case .folder: "a folder"
      case .symbolicLink: "a symbolic link"
      case .other: "no file"
      }
    }
  }

  package var kind: Kind
  package var bytes: Int64
  /// When its content last changed; any program can set it.
  package var modified: FileTime
  /// When its content or its metadata last changed; no program can set it.
  package var changed: FileTime
  package var device: UInt64
  package var inode: UInt64
  /// The permission bits, such as `0o600`.
  package var mode: UInt32
  /// The number of the user who owns it.
  package var owner: UInt32

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .symbolicLink
      default: .other
      }
    bytes = Int64(status.st_size)
    modified = FileTime(status.st_mtim)
    changed = FileTime(status.st_ctim)
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    mode = status.st_mode & 0o7777
    owner = status.st_uid
  }
}

extension FileSystem {
  /// Returns what lies at `path`; of a link, the link itself unless `followingLinks`.
  ///
  /// - Throws: `ENOENT` if nothing lies there.
  package static func info(
    _ path: String, followingLinks: Bool = false
  ) throws(PlatformError) -> FileInfo {
    try info(AT_FDCWD, path, followingLinks: followingLinks)
  }

  /// Returns what lies at `path` seen from an open folder.
  static func info(
    _ folder: Int32, _ path: String, followingLinks: Bool
  ) throws(PlatformError) -> FileInfo {
    var status = stat()
    let flags = followingLinks ? 0 : AT_SYMLINK_NOFOLLOW
    _ = try retrying("inspection", path) { unsafe fstatat(folder, path, &status, flags) }
    return FileInfo(status)
  }
}

extension Descriptor {
  /// What the file system says of the open file.
  func info(path: String) throws(PlatformError) -> FileInfo {
    var status = stat()
    _ = try retrying("inspection", path) { unsafe fstat(number, &status) }
    return FileInfo(status)
  }
}
