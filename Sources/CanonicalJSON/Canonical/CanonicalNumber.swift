/// How numbers are written canonically.
enum CanonicalNumber {
  /// Whether a number is in canonical form already.
  ///
  /// - Throws: `numberOutOfRange` for more than 40 digits, or a number beyond a double.
  static func isCanonical(
    _ bytes: Span<UInt8>, _ token: Lexer.NumberToken
  ) throws(JSONError) -> Bool {
    if token.isInteger {
      try checkDigits(token)
      return !isNegativeZero(bytes, token)
    }
    let text = ecmaScript(try double(bytes, token))
    guard text.count == token.range.count else { return false }
    for (offset, byte) in text.enumerated()
    where bytes[token.range.lowerBound + offset] != byte { return false }
    return true
  }

  /// Returns the canonical bytes of a number.
  ///
  /// - Throws: `numberOutOfRange` for more than 40 digits, or a number beyond a double.
  static func canonical(
    _ bytes: Span<UInt8>, _ token: Lexer.NumberToken
  ) throws(JSONError) -> [UInt8] {
    guard token.isInteger else { return ecmaScript(try double(bytes, token)) }
    try checkDigits(token)
    if isNegativeZero(bytes, token) { return [UInt8(ascii: "0")] }
    return token.range.map { bytes[$0] }
  }

  /// Returns the nearest double.
  ///
  /// - Throws: `numberOutOfRange` if it is not finite.
  static func double(_ bytes: Span<UInt8>, _ token: Lexer.NumberToken) throws(JSONError) -> Double {
    if let short = shortDecimal(bytes, token) { return short }
    let text = String(decoding: token.range.map { bytes[$0] }, as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw JSONError(
        code: .numberOutOfRange, offset: token.range.lowerBound,
        message: "a number beyond the range of a double")
    }
    return value
  }

  /// The powers of ten up to the one of 15 digits, each exact.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// Returns the value of a number of 15 digits at most without an exponent; nil for any other.
  ///
  /// Its digits and its power of ten are both exact doubles, so their quotient is the nearest
  /// double.
  private static func shortDecimal(_ bytes: Span<UInt8>, _ token: Lexer.NumberToken) -> Double? {
    guard token.range.count <= 17 else { return nil }
    var digits: Int64 = 0
    var (count, decimals) = (0, 0)
    for index in token.range {
      let digit = bytes[index] &- UInt8(ascii: "0")
      if digit < 10 {
        digits = digits * 10 + Int64(digit)
        count += 1
        decimals += token.isInteger || index < token.range.lowerBound + token.wholeLength ? 0 : 1
      } else if bytes[index] | 0x20 == UInt8(ascii: "e") {
        return nil
      }
    }
    guard count <= 15 else { return nil }
    let value = Double(digits) / powers[decimals]
    return token.isNegative ? -value : value
  }

  /// Returns a finite double as ECMAScript's `Number::toString` writes it (RFC 8785 3.2.2.3).
  static func ecmaScript(_ value: Double) -> [UInt8] {
    guard value != 0 else { return [UInt8(ascii: "0")] }
    let (digits, point) = shortestDigits(value.magnitude)
    var text: [UInt8] = value < 0 ? [UInt8(ascii: "-")] : []
    let zero = UInt8(ascii: "0")
    switch point {
    case digits.count...21 where point >= digits.count:
      text += digits
      text += repeatElement(zero, count: point - digits.count)
    case 1...21:
      text += digits[..<point]
      text.append(UInt8(ascii: "."))
      text += digits[point...]
    case -5...0:
      text += [zero, UInt8(ascii: ".")]
      text += repeatElement(zero, count: -point)
      text += digits
    default:
      text.append(digits[0])
      if digits.count > 1 {
        text.append(UInt8(ascii: "."))
        text += digits[1...]
      }
      text += [UInt8(ascii: "e"), UInt8(ascii: point > 0 ? "+" : "-")]
      text += String((point - 1).magnitude).utf8
    }
    return text
  }

  /// Returns the fewest decimal digits that read back as `value`, and how many stand before the
  /// point.
  ///
  /// `Double.description` prints the same digits as ECMAScript: the shortest, and of equally short
  /// ones the nearest to the value. It only places the point otherwise.
  private static func shortestDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    let text = value.description
    if let mark = text.utf8.firstIndex(of: UInt8(ascii: "e")) {
      exponent = Int(text[text.utf8.index(after: mark)...]) ?? 0
    }
    for byte in text.utf8 {
      if byte == UInt8(ascii: "e") { break }
      if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte) }
    }
    let beforePoint = (point ?? digits.count) + exponent
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(zeros)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return (digits, beforePoint - zeros)
  }

  private static func checkDigits(_ token: Lexer.NumberToken) throws(JSONError) {
    guard token.digits <= JSONLimits.integerDigits else {
      throw JSONError(
        code: .numberOutOfRange, offset: token.range.lowerBound,
        message: "an integer of more than \(JSONLimits.integerDigits) digits")
    }
  }

  private static func isNegativeZero(_ bytes: Span<UInt8>, _ token: Lexer.NumberToken) -> Bool {
    token.isNegative && bytes[token.range.lowerBound + 1] == UInt8(ascii: "0")
  }
}
