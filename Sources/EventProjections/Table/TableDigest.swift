internal import EventLogSQLite
internal import Platform

/// SHA-256 over a table's rows in key order, each in its canonical encoding.
///
/// The same rows give the same digest on any machine and in any build.
struct TableDigest {
  private var hash = Hasher256()
  /// The number of rows so far.
  private(set) var rows: Int64 = 0

  mutating func add(_ row: EncodedRow) {
    hash.update(row.bytes.span)
    rows += 1
  }

  /// The digest of the rows so far, in hexadecimal.
  func hexadecimal() -> String { hash.digest().description }
}

/// A row's canonical encoding: equal rows have equal bytes.
///
/// It is the row's values one after another, the key's first: a tag (0 null, 1 integer, 2 text, 3
/// blob), then eight bytes, big-endian (the integer, or the length), then the text or blob.
struct EncodedRow {
  private(set) var bytes: [UInt8] = []

  /// Encodes the row at which a statement stands, reusing the memory of the previous row.
  mutating func read(_ statement: Statement, _ kinds: [Column.Kind]) {
    bytes.removeAll(keepingCapacity: true)
    for place in kinds.indices {
      guard !statement.isNull(at: place) else {
        bytes.append(0)
        continue
      }
      switch kinds[place] {
      case .integer: append(tag: 1, UInt64(bitPattern: statement.int64(at: place)))
      case .text: append(tag: 2, statement, place)
      case .blob: append(tag: 3, statement, place)
      }
    }
  }

  /// Whether another row has the same values.
  func isSame(as other: EncodedRow) -> Bool {
    bytes.span.holdsSame(as: other.bytes.span)
  }

  private mutating func append(tag: UInt8, _ statement: Statement, _ place: Int) {
    append(tag: tag, UInt64(statement.byteCount(at: place)))
    statement.append(bytesAt: place, to: &bytes)
  }

  private mutating func append(tag: UInt8, _ value: UInt64) {
    bytes.append(addingCapacity: 9) { output in
      output.append(tag)
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        output.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
  }
}
