/// The tokens of JSON, read from bytes that may hold anything.
///
/// Each function starts with `position` on the token's first byte and leaves it behind the last
/// one.
enum Lexer {
  /// A string as it is written: where its content lies between the quotes.
  struct StringToken {
    var content: Range<Int>
    var hasEscapes = false
    /// Whether the content is escaped exactly as RFC 8785 does.
    var isCanonical = true
    /// Whether it holds a lone surrogate, which no text may.
    var hasLoneSurrogate = false
  }

  /// A number as it is written.
  struct NumberToken {
    var range: Range<Int>
    /// Whether it has neither a fraction nor an exponent.
    var isInteger: Bool
    var isNegative: Bool
    /// How many digits the integer part has.
    var digits: Int

    /// How many bytes the sign and the integer part have.
    var wholeLength: Int { digits + (isNegative ? 1 : 0) }
  }

  /// Steps over spaces, tabs and line ends; true if there were any.
  @inline(__always)
  static func skipSpace(_ bytes: Span<UInt8>, _ position: inout Int) -> Bool {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
      position += 1
    }
    return position != start
  }

  /// Reads `true`, `false` or `null`, whichever begins with the byte at hand.
  static func literal(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
    let word: StaticWord =
      switch bytes[position] {
      case UInt8(ascii: "t"): .true
      case UInt8(ascii: "f"): .false
      default: .null
      }
    let letters = word.rawValue.utf8
    guard position + letters.count <= bytes.count else { throw truncated(bytes) }
    for letter in letters {
      guard bytes[position] == letter else { throw unexpected(bytes, position) }
      position += 1
    }
  }

  private enum StaticWord: String {
    case `true`, `false`, null
  }

  /// Reads a number by JSON's grammar, whatever its size.
  static func number(
    _ bytes: Span<UInt8>, _ position: inout Int
  ) throws(JSONError) -> NumberToken {
    let start = position
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let first = position
    let digits = try skipDigits(bytes, &position)
    if digits > 1, bytes[first] == UInt8(ascii: "0") {
      throw JSONError(code: .syntax, offset: first, message: "a number with a leading zero")
    }
    var isInteger = true
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      _ = try skipDigits(bytes, &position)
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      position += 1
      if position < bytes.count,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      _ = try skipDigits(bytes, &position)
    }
    return NumberToken(
      range: start..<position, isInteger: isInteger, isNegative: isNegative, digits: digits)
  }

  /// Steps over digits, at least one; returns how many.
  @inline(__always)
  private static func skipDigits(
    _ bytes: Span<UInt8>, _ position: inout Int
  ) throws(JSONError) -> Int {
    let start = position
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    guard position > start else { throw unexpected(bytes, position) }
    return position - start
  }

  /// The error for a byte that can't stand where it is, or for the end of the bytes.
  static func unexpected(_ bytes: Span<UInt8>, _ position: Int) -> JSONError {
    guard position < bytes.count else { return truncated(bytes) }
    let byte = bytes[position]
    let shown =
      (0x21..<0x7F).contains(byte)
      ? "character '\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16))"
    return JSONError(code: .syntax, offset: position, message: "unexpected \(shown)")
  }

  /// The error for bytes that end too soon.
  static func truncated(_ bytes: Span<UInt8>) -> JSONError {
    JSONError(code: .truncated, offset: bytes.count, message: "the text ends too soon")
  }
}
