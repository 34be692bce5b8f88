private import Glibc

/// The counts in a side file, below its holder's record.
///
/// Only the lock's holder writes them, so nothing is lost between processes. They are never synced,
/// since they are statistics, not data.
extension SideLock {
  /// Adds a count to its hour's row; the caller holds the lock.
  ///
  /// Costs a read and a write of 96 bytes. A failure is no reason not to write to the ledger.
  package func keep(_ tally: LockTally) {
    let place = Self.offset(ofHour: tally.hour)
    var last = [UInt8](repeating: 0, count: LockTally.rowBytes)
    let count = unsafe last.withUnsafeMutableBytes { buffer in
      unsafe pread(descriptor, buffer.baseAddress, buffer.count, place)
    }
    var sum = LockTally(hour: tally.hour)
    if count == last.count, let known = LockTally(row: last), known.hour == tally.hour {
      sum = known
    }
    sum.add(tally)
    unsafe sum.row.withUnsafeBytes { buffer in
      _ = unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, place)
    }
  }

  /// Returns the counts in the side file at `path`, oldest hour first; none if it can't be read.
  package static func tallies(path: String) -> [LockTally] {
    let limit = recordBytes + Int(LockTally.hoursKept) * LockTally.rowBytes
    guard let file = try? Descriptor.open(path, O_RDONLY | O_NOFOLLOW),
      let bytes = try? file.read(limit: limit, path: path)
    else { return [] }
    let rows = stride(from: recordBytes, to: bytes.count, by: LockTally.rowBytes)
    return rows.compactMap { start in
      LockTally(row: bytes[start..<min(start + LockTally.rowBytes, bytes.count)])
    }.sorted { $0.hour < $1.hour }
  }

  private static func offset(ofHour hour: Int64) -> Int {
    recordBytes + Int(LockTally.slot(ofHour: hour)) * LockTally.rowBytes
  }
}
