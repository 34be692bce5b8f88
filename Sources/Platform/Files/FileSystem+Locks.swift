private import CPlatform
private import Glibc

extension FileSystem {
  /// Returns the process that holds a record lock for writing on one byte of a file, or any lock with
  /// `includingReaders`, from the kernel's own list.
  ///
  /// The file is not opened: closing any descriptor of it would drop this process's own locks. Nil where nobody holds
  /// it, and where the holder can't be seen from here.
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

  /// Finds the holder among the lines of `/proc/locks`:
  /// `1: POSIX  ADVISORY  WRITE 4711 fd:01:393217 120 120`.
  static func lockHolder(
    of info: FileInfo, byte: Int64, includingReaders: Bool = false, in locks: String
  ) -> Int32? {
    for line in locks.split(separator: "\n") {
      let fields = line.split(separator: " ", omittingEmptySubsequences: true)
      guard fields.count == 8, fields[1] == "POSIX", includingReaders || fields[3] == "WRITE",
        let pid = Int32(fields[4]), pid > 0, let first = Int64(fields[6]), first <= byte
      else { continue }
      let file = fields[5].split(separator: ":")
      guard file.count == 3, UInt32(file[0], radix: 16) == gnu_dev_major(dev_t(info.device)),
        UInt32(file[1], radix: 16) == gnu_dev_minor(dev_t(info.device)),
        UInt64(file[2]) == info.inode
      else { continue }
      if fields[7] == "EOF" || (Int64(fields[7]) ?? -1) >= byte { return pid }
    }
    return nil
  }
}
