internal import Platform

/// SHA-256 over a table's rows in key order.
///
/// A row is its values one after another, the key's first: a tag (0 nothing, 1 integer, 2 text, 3 blob), then eight
/// bytes, big-endian (the integer, or the length), then the text or blob. The same rows give the same digest on any
/// machine and in any build.
struct TableDigest {
  private var hash = Hasher256()
  private var row: [UInt8] = []
  /// The rows so far.
  private(set) var rows: Int64 = 0

  mutating func beginRow() {
    row.removeAll(keepingCapacity: true)
  }

  mutating func add(_ value: SQLValue) {
    switch value {
    case .null:
      row.append(0)
    case .integer(let value):
      row.append(1)
      append(UInt64(bitPattern: value))
    case .text(let value):
      row.append(2)
      append(UInt64(value.utf8.count))
      row.append(contentsOf: value.utf8)
    case .blob(let bytes):
      row.append(3)
      append(UInt64(bytes.count))
      row.append(contentsOf: bytes)
    }
  }

  mutating func endRow() {
    let row = row
    hash.update(row.span)
    rows += 1
  }

  /// The digest of the rows so far, in hexadecimal.
  func hexadecimal() -> String { hash.digest().description }

  private mutating func append(_ value: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      row.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }
}
