/// How far a log was when a commit to it was acknowledged last, as its side file keeps it.
///
/// SQLite takes a write-ahead log that was cut short, damaged or taken away for a shorter one: that events are missing
/// is told only by something beside it. It is never synced and counts as long as the machine runs: a process that is
/// killed takes nothing along that was written, and after a loss of power the log itself is all that there is.
package struct HeadMark: Hashable, Sendable {
  /// What the log is named for ever.
  package let lineage: String
  /// The position of its last event.
  package let head: Int64
  /// When the file without its write-ahead log was last written: one of another time isn't the one that was meant.
  package let modified: FileTime

  /// Makes the mark of a log at a position.
  package init(lineage: String, head: Int64, modified: FileTime) {
    self.lineage = lineage
    self.head = head
    self.modified = modified
  }

  /// The bytes of a row, its line break included.
  static let rowBytes = 192

  /// The row of a mark, padded, as a machine that runs now writes it: it ends with a digest of itself, since whoever reads
  /// it holds no lock.
  func row(boot: String = HostIdentity.system.bootID) -> [UInt8] {
    var row: [UInt8] = []
    row.reserveCapacity(Self.rowBytes)
    for field in [
      boot, lineage, String(head), String(modified.seconds), String(modified.nanoseconds),
    ] {
      row.append(contentsOf: field.utf8)
      row.append(0x20)
    }
    Digest(of: row.span).writeHex(into: &row)
    while row.count < Self.rowBytes - 1 { row.append(0x20) }
    row.append(0x0A)
    return row
  }

  /// Reads a row; nil for one that is none, that is just being written, or that was written before the machine started.
  init?(row: [UInt8], boot: String = HostIdentity.system.bootID) {
    let fields = row.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    let numbers = fields.dropFirst(2).prefix(3).compactMap { Int64($0) }
    guard numbers.count == 3, !boot.isEmpty, fields[0] == boot else { return nil }
    self.init(
      lineage: fields[1], head: numbers[0],
      modified: FileTime(seconds: numbers[1], nanoseconds: numbers[2]))
    guard self.row(boot: boot) == row else { return nil }
  }
}
