private import Glibc

/// The mark in a side file, below its counts.
extension SideLock {
  private static let markPlace = recordBytes + Int(LockTally.hoursKept) * LockTally.rowBytes

  /// Keeps the log's position; the caller holds the lock, and acknowledges its commit afterwards.
  ///
  /// Costs a write of 192 bytes. A failure is no reason not to acknowledge.
  package func keep(_ mark: HeadMark) {
    unsafe mark.row().withUnsafeBytes { buffer in
      _ = unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, off_t(Self.markPlace))
    }
  }

  /// Returns the mark of the side file at `path`; nil if none was kept since the machine started.
  package static func headMark(path: String) -> HeadMark? {
    guard let file = try? Descriptor.open(path, O_RDONLY | O_NOFOLLOW) else { return nil }
    var row = [UInt8](repeating: 0, count: HeadMark.rowBytes)
    let count = unsafe row.withUnsafeMutableBytes { buffer in
      unsafe pread(file.number, buffer.baseAddress, buffer.count, off_t(markPlace))
    }
    return count == row.count ? HeadMark(row: row) : nil
  }
}
