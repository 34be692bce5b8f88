private import CPlatform
private import Glibc

extension FileSystem {
  /// Returns the process that holds a write lock (with `includingReaders`, any record lock) on one
  /// byte of a file, from the kernel's own list.
  ///
  /// The file is not opened: closing any descriptor of it would drop this process's own locks. Nil
  /// if nobody holds the lock, or if the holder can't be seen from here.
  package static func lockHolder(
    of path: String, byte: Int64, includingReaders: Bool = false
  ) -> Int32? {
    guard let info = try? info(path, followingLinks: true),
      let bytes = try? read("/proc/locks", limit: 4 << 20)
    else { return nil }
    return lockHolder(
      of: info, byte: byte, includingReaders: includingReaders,
      in: String(decoding: bytes, as: UTF8.self))
  }

  /// Returns the process that took the exclusive `flock` of a file, from the kernel's own list; it
  /// may have ended since and left the lock to a child.
  ///
  /// Nil if nobody has the lock, or if its process can't be seen from here, in another pid
  /// namespace.
  package static func flockHolder(of path: String) -> Int32? {
    guard let info = try? info(path), let bytes = try? read("/proc/locks", limit: 4 << 20) else {
      return nil
    }
    return flockHolder(of: info, in: String(decoding: bytes, as: UTF8.self))
  }

  /// Finds the holder among the lines of `/proc/locks`: `1: FLOCK ADVISORY WRITE 4711 fd:01:393217
  /// 0 EOF`.
  static func flockHolder(of info: FileInfo, in locks: String) -> Int32? {
    lines(of: "FLOCK", on: info, in: locks)
      .first { $0.fields[3] == "WRITE" }.map(\.pid)
  }

  /// Finds the holder among the lines of `/proc/locks`:
  /// `1: POSIX  ADVISORY  WRITE 4711 fd:01:393217 120 120`.
  static func lockHolder(
    of info: FileInfo, byte: Int64, includingReaders: Bool = false, in locks: String
  ) -> Int32? {
    lines(of: "POSIX", on: info, in: locks).first { line in
      let fields = line.fields
      guard includingReaders || fields[3] == "WRITE", let first = Int64(fields[6]), first <= byte
      else { return false }
      return fields[7] == "EOF" || (Int64(fields[7]) ?? -1) >= byte
    }?.pid
  }

  /// The lines of one kind of lock that a process holds on a file, with that process; locks still
  /// waited for are left out.
  private static func lines(
    of kind: String, on info: FileInfo, in locks: String
  ) -> [(pid: Int32, fields: [Substring])] {
    locks.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ", omittingEmptySubsequences: true)
      guard fields.count == 8, fields[1] == kind, let pid = Int32(fields[4]), pid > 0 else {
        return nil
      }
      let file = fields[5].split(separator: ":")
      guard file.count == 3, UInt32(file[0], radix: 16) == gnu_dev_major(dev_t(info.device)),
        UInt32(file[1], radix: 16) == gnu_dev_minor(dev_t(info.device)),
        UInt64(file[2]) == info.inode
      else { return nil }
      return (pid, fields)
    }
  }
}
