extension Lexer {
  /// Reads a string, checking its UTF-8 and its escapes.
  static func string(
    _ bytes: Span<UInt8>, _ position: inout Int, takesLoneSurrogates: Bool = false
  ) throws(JSONError) -> StringToken {
    let start = position + 1
    var token = StringToken(content: start..<start)
    var index = start
    while true {
      skipPlain(bytes, &index) { $0.delimitersAndOthers }
      guard index < bytes.count else { break }
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        index += 1
      } else if byte == UInt8(ascii: "\"") {
        token.content = start..<index
        position = index + 1
        return token
      } else if byte == UInt8(ascii: "\\") {
        token.hasEscapes = true
        do {
          let escape = try escape(bytes, &index)
          token.isCanonical = token.isCanonical && escape.isCanonical
        } catch  where takesLoneSurrogates && error.code == .loneSurrogate {
          token.isCanonical = false
          token.hasLoneSurrogate = true
        }
      } else if byte >= 0x80 {
        index += try sequenceLength(bytes, index)
      } else {
        throw JSONError(
          code: .syntax, offset: index, message: "a control character in a string unescaped")
      }
    }
    throw truncated(bytes)
  }

  /// Steps over a string whose content is known to be valid; returns whether it has escapes.
  static func skipString(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) -> Bool {
    var index = position + 1
    var hasEscapes = false
    while true {
      skipPlain(bytes, &index) { $0.delimiters }
      guard index < bytes.count else { throw truncated(bytes) }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        position = index + 1
        return hasEscapes
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        index += 1
      }
      index += 1
    }
  }

  /// Steps over bytes, eight at a time, up to the first match, or to the last few bytes of all.
  @inline(__always)
  private static func skipPlain(
    _ bytes: Span<UInt8>, _ index: inout Int, until meant: (EightBytes) -> UInt64
  ) {
    while index <= bytes.count - 8 {
      let found = meant(EightBytes(bytes, at: index))
      guard found == 0 else {
        index += EightBytes.before(found)
        return
      }
      index += 8
    }
  }

  /// The scalar that an escape stands for.
  struct Escape {
    var scalar: Unicode.Scalar
    var isCanonical: Bool
  }

  /// Reads one escape, a surrogate pair being one.
  static func escape(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONError) -> Escape {
    let start = index
    guard start + 1 < bytes.count else { throw truncated(bytes) }
    index += 2
    let short: Unicode.Scalar
    switch bytes[start + 1] {
    case UInt8(ascii: "\""): short = "\""
    case UInt8(ascii: "\\"): short = "\\"
    case UInt8(ascii: "b"): short = "\u{8}"
    case UInt8(ascii: "t"): short = "\t"
    case UInt8(ascii: "n"): short = "\n"
    case UInt8(ascii: "f"): short = "\u{C}"
    case UInt8(ascii: "r"): short = "\r"
    case UInt8(ascii: "/"): return Escape(scalar: "/", isCanonical: false)
    case UInt8(ascii: "u"): return try unicodeEscape(bytes, start, &index)
    default: throw JSONError(code: .syntax, offset: start, message: "an unknown escape")
    }
    return Escape(scalar: short, isCanonical: true)
  }

  private static func unicodeEscape(
    _ bytes: Span<UInt8>, _ start: Int, _ index: inout Int
  ) throws(JSONError) -> Escape {
    let unit = try hexUnit(bytes, &index)
    if let scalar = Unicode.Scalar(unit) {
      return Escape(scalar: scalar, isCanonical: isCanonicalControl(unit, bytes, index))
    }
    let lone = JSONError(code: .loneSurrogate, offset: start, message: "a surrogate alone")
    guard unit < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { throw lone }
    index += 2
    let low = try hexUnit(bytes, &index)
    guard (0xDC00..<0xE000).contains(low) else { throw lone }
    let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { throw lone }
    return Escape(scalar: scalar, isCanonical: false)
  }

  /// Whether `\u00xx`, which ends at `end`, is how the canonical form writes this control
  /// character.
  private static func isCanonicalControl(_ unit: UInt16, _ bytes: Span<UInt8>, _ end: Int) -> Bool {
    guard unit < 0x20, EscapeSequence.shortName(of: UInt8(unit)) == nil else { return false }
    return bytes[end - 1] == EscapeSequence.hexDigit(UInt8(unit & 15))
  }

  private static func hexUnit(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONError) -> UInt16
  {
    guard index + 4 <= bytes.count else { throw truncated(bytes) }
    var unit: UInt16 = 0
    for _ in 0..<4 {
      let byte = bytes[index]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default:
        throw JSONError(code: .syntax, offset: index, message: "an escape without 4 hex digits")
      }
      unit = unit << 4 | UInt16(digit)
      index += 1
    }
    return unit
  }

  /// Returns the length of the UTF-8 sequence of a scalar beyond ASCII, as RFC 3629 allows it.
  @inline(__always)
  private static func sequenceLength(_ bytes: Span<UInt8>, _ index: Int) throws(JSONError) -> Int {
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch bytes[index] {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xE1...0xEF: (3, 0x80...0xBF)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0...0)
      }
    guard length > 0, index + length <= bytes.count, second.contains(bytes[index + 1]),
      length < 3 || bytes[index + 2] & 0xC0 == 0x80,
      length < 4 || bytes[index + 3] & 0xC0 == 0x80
    else {
      throw JSONError(code: .invalidUTF8, offset: index, message: "bytes that are not UTF-8")
    }
    return length
  }
}
