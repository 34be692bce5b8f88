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

  /// Whether any byte of a string's UTF-8 must be escaped.
  static func isNeeded(within bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices where isNeeded(for: bytes[index]) { return true }
    return false
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

  /// Appends `string` in quotes, escaped; in one piece where nothing needs an escape.
  mutating func append(quoting string: String) {
    append(UInt8(ascii: "\""))
    let bytes = string.utf8.span
    if EscapeSequence.isNeeded(within: bytes) {
      reserveCapacity(count + bytes.count + 2)
      for index in bytes.indices { append(escaping: bytes[index]) }
    } else {
      append(contentsOf: string.utf8)
    }
    append(UInt8(ascii: "\""))
  }
}
