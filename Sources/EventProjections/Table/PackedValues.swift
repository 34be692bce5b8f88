/// Values of a row, one after another in one blob, in the order of their columns.
///
/// Each is a tag (0 null, 1 integer, 2 text, 3 blob), then an integer or a length in groups of
/// seven bits, the lowest first, then the text or blob. Integers are zigzag-encoded, so that small
/// ones are short. Equal values have equal bytes.
package struct PackedValues {
  private let bytes: [UInt8]
  private var offset = 0

  /// Reads packed bytes.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The values, as far as the bytes hold any.
  package static func all(in bytes: [UInt8]) -> [SQLValue] {
    var values = PackedValues(bytes)
    var all: [SQLValue] = []
    while let value = values.next() { all.append(value) }
    return all
  }

  /// Reads the next value; nil if there is none.
  mutating func next() -> SQLValue? {
    guard offset < bytes.count else { return nil }
    switch bytes[offset] {
    case 0:
      offset += 1
      return .null
    case 1: return integer().map { .integer($0) }
    case 2: return content(tag: 2).map { .text(String(decoding: bytes[$0], as: UTF8.self)) }
    case 3: return content(tag: 3).map { .blob(Array(bytes[$0])) }
    default: return nil
    }
  }

  /// Steps over a null; false if another value comes next.
  mutating func skipNull() -> Bool {
    guard offset < bytes.count, bytes[offset] == 0 else { return false }
    offset += 1
    return true
  }

  /// Reads an integer; nil if none comes next.
  mutating func integer() -> Int64? {
    guard take(tag: 1), let folded = number() else { return nil }
    return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
  }

  /// Reads a text; nil if none comes next.
  mutating func text() -> String? {
    content(tag: 2).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// Reads a blob; nil if none comes next.
  mutating func blob() -> [UInt8]? {
    content(tag: 3).map { Array(bytes[$0]) }
  }

  private mutating func take(tag: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == tag else { return false }
    offset += 1
    return true
  }

  private mutating func content(tag: UInt8) -> Range<Int>? {
    guard take(tag: tag), let count = number(), count <= UInt64(bytes.count - offset) else {
      return nil
    }
    defer { offset += Int(count) }
    return offset..<(offset + Int(count))
  }

  private mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}

extension [UInt8] {
  /// Packs a null.
  mutating func packNull() {
    append(0)
  }

  /// Packs an integer.
  mutating func pack(_ value: Int64) {
    append(1)
    pack(number: UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// Packs a text.
  mutating func pack(_ value: String) {
    append(2)
    var value = value
    value.makeContiguousUTF8()
    pack(number: UInt64(value.utf8.count))
    append(contentsOf: value.utf8)
  }

  /// Packs a blob.
  mutating func pack(_ value: [UInt8]) {
    append(3)
    pack(number: UInt64(value.count))
    append(contentsOf: value)
  }

  private mutating func pack(number: UInt64) {
    append(addingCapacity: 10) { output in
      var rest = number
      while rest >= 0x80 {
        output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      output.append(UInt8(truncatingIfNeeded: rest))
    }
  }
}
