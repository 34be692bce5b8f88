/// The position of a log at its last acknowledged commit, as its side file keeps it.
///
/// SQLite takes a write-ahead log that was cut short, damaged or removed for a shorter one, so only
/// a record beside it can show that events are missing. The mark is never synced and holds as long
/// as the machine runs: a killed process loses nothing that it wrote, and after a power loss the
/// log itself is all there is.
package struct HeadMark: Hashable, Sendable {
  /// The name that the log keeps for ever.
  package let lineage: String
  /// The position of its last event.
  package let head: Int64
  /// When the main file, apart from its write-ahead log, was last written; a file with another time
  /// isn't the marked one.
  package let modified: FileTime

  /// Makes the mark of a log at a position.
  package init(lineage: String, head: Int64, modified: FileTime) {
    self.lineage = lineage
    self.head = head
    self.modified = modified
  }

  /// The bytes of a row, its line break included.
  static let rowBytes = 192

  /// The padded row of a mark, as the machine writes it in its current boot; it ends with a digest
  /// of itself, since its readers hold no lock.
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

  /// Reads a row; nil if it is no mark, is just being written, or was written before the machine
  /// started.
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
