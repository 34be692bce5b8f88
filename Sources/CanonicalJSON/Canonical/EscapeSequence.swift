/// The escapes of RFC 8785 3.2.2.2 for bytes that a string can't hold as they are.
enum EscapeSequence {
  /// Returns the letter of the two-character escape of `byte`, if it has one.
  @inline(__always)
  static func shortName(of byte: UInt8) -> UInt8? {
    switch byte {
    case 0x08: UInt8(ascii: "b")
    case 0x09: UInt8(ascii: "t")
    case 0x0A: UInt8(ascii: "n")
    case 0x0C: UInt8(ascii: "f")
    case 0x0D: UInt8(ascii: "r")
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
    default: nil
    }
  }

  /// Whether `byte` of a UTF-8 sequence must be escaped.
  @inline(__always)
  static func isNeeded(for byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// The first byte of a string's UTF-8 from `start` on that must be escaped; the end if none must.
  static func next(in bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index <= bytes.count - 8 {
      let found = EightBytes(bytes, at: index).escaped
      guard found == 0 else { return index + EightBytes.before(found) }
      index += 8
    }
    if index > start, index < bytes.count {
      // The last eight again, of which only those behind `index` can be found.
      let rest = bytes.count - index
      let found = EightBytes(bytes, at: bytes.count - 8).escaped >> UInt64(8 * (8 - rest))
      return found == 0 ? bytes.count : index + EightBytes.before(found)
    }
    while index < bytes.count, !isNeeded(for: bytes[index]) { index += 1 }
    return index
  }

  /// Returns the lower-case hexadecimal digit of `value`, which is below 16.
  static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}

extension [UInt8] {
  /// Appends one byte of a string's UTF-8, escaped if it must be.
  mutating func append(escaping byte: UInt8) {
    guard EscapeSequence.isNeeded(for: byte) else {
      append(byte)
      return
    }
    append(UInt8(ascii: "\\"))
    if let name = EscapeSequence.shortName(of: byte) {
      append(name)
    } else {
      append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
      append(EscapeSequence.hexDigit(byte >> 4))
      append(EscapeSequence.hexDigit(byte & 15))
    }
  }

  /// The bytes up to which a string is copied one by one, without a call that copies many.
  private static var fewBytes: Int { 48 }

  /// Appends `string` in quotes, escaped.
  mutating func append(quoting string: String) {
    let bytes = string.utf8.span
    let escape = EscapeSequence.next(in: bytes, from: 0)
    if escape < bytes.count {
      append(quoting: Array(string.utf8), firstEscapeAt: escape)
    } else if bytes.count > Self.fewBytes {
      append(UInt8(ascii: "\""))
      append(contentsOf: string.utf8)
      append(UInt8(ascii: "\""))
    } else {
      append(addingCapacity: bytes.count + 2) { output in
        output.append(UInt8(ascii: "\""))
        for index in bytes.indices { output.append(bytes[index]) }
        output.append(UInt8(ascii: "\""))
      }
    }
  }

  /// Appends a string with escapes; what stands between two of them is copied in one piece.
  private mutating func append(quoting bytes: [UInt8], firstEscapeAt escape: Int) {
    append(UInt8(ascii: "\""))
    var (start, end) = (0, escape)
    while true {
      append(contentsOf: bytes[start..<end])
      guard end < bytes.count else { break }
      append(escaping: bytes[end])
      start = end + 1
      end = EscapeSequence.next(in: bytes.span, from: start)
    }
    append(UInt8(ascii: "\""))
  }
}
