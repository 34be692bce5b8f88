extension JSONReader {
  /// Reads an object, calling `body` for each member to read its value; a value left unread is
  /// skipped.
  package mutating func readObject(
    _ body: (JSONKey, inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try beginObject()
    while let key = try nextKey() {
      let start = offset
      try body(key, &self)
      if offset == start { try skip() }
    }
  }

  /// Reads an array, calling `body` to read each element; an element left unread is skipped.
  package mutating func readArray(
    _ body: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try beginArray()
    while try nextElement() {
      let start = offset
      try body(&self)
      if offset == start { try skip() }
    }
  }

  /// Reads a string.
  package mutating func readString() throws(JSONError) -> String {
    guard next == UInt8(ascii: "\"") else { throw try mismatch(wanted: .string) }
    let token = try string()
    return JSONReader.decode(bytes, token.content, hasEscapes: token.hasEscapes)
  }

  /// Reads a string as its UTF-8 bytes, which are copied only where there are escapes.
  package mutating func readStringBytes() throws(JSONError) -> ArraySlice<UInt8> {
    guard next == UInt8(ascii: "\"") else { throw try mismatch(wanted: .string) }
    let token = try string()
    guard token.hasEscapes else { return bytes[token.content] }
    return Array(JSONReader.decode(bytes, token.content, hasEscapes: true).utf8)[...]
  }

  /// Reads an integer.
  ///
  /// - Throws: `numberOutOfRange` if it doesn't fit 64 bits.
  package mutating func readInt64() throws(JSONError) -> Int64 {
    let token = try number(wanted: Kind.integer.rawValue)
    guard token.isInteger else { throw try mismatch(wanted: .integer) }
    var value: Int64 = 0
    let digits = token.isNegative ? token.range.dropFirst() : token.range
    for index in digits {
      let digit = Int64(bytes[index] - UInt8(ascii: "0"))
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowing) = product.addingReportingOverflow(token.isNegative ? -digit : digit)
      guard !overflow, !overflowing else {
        throw JSONError(
          code: .numberOutOfRange, offset: offset, message: "an integer beyond 64 bits")
      }
      value = sum
    }
    offset = token.range.upperBound
    return value
  }

  /// Reads an integer as an `Int`.
  package mutating func readInt() throws(JSONError) -> Int {
    Int(try readInt64())
  }

  /// Reads any number as the nearest double.
  package mutating func readDouble() throws(JSONError) -> Double {
    let token = try number(wanted: "a number")
    let value = try CanonicalNumber.double(bytes.span, token)
    offset = token.range.upperBound
    return value
  }

  /// Reads `true` or `false`.
  package mutating func readBool() throws(JSONError) -> Bool {
    let isTrue = next == UInt8(ascii: "t")
    guard isTrue || next == UInt8(ascii: "f") else { throw try mismatch(wanted: .boolean) }
    try literal()
    return isTrue
  }

  /// Reads `null` if it comes next; otherwise returns false and reads nothing.
  package mutating func readNull() throws(JSONError) -> Bool {
    guard next == UInt8(ascii: "n") else { return false }
    try literal()
    return true
  }

  /// Reads any value as its text, verbatim.
  package mutating func readText() throws(JSONError) -> JSONText {
    let start = offset
    try skip()
    return JSONText(trusted: Array(bytes[start..<offset]))
  }

  /// Reads a string, or nil for `null`.
  package mutating func readOptionalString() throws(JSONError) -> String? {
    try readNull() ? nil : try readString()
  }

  /// Reads an integer, or nil for `null`.
  package mutating func readOptionalInt64() throws(JSONError) -> Int64? {
    try readNull() ? nil : try readInt64()
  }

  /// Reads an array of strings.
  package mutating func readStrings() throws(JSONError) -> [String] {
    var strings: [String] = []
    try beginArray()
    while try nextElement() { strings.append(try readString()) }
    return strings
  }

  /// Steps over any value.
  package mutating func skip() throws(JSONError) {
    offset = try endOfValue()
  }

  /// Steps over a value that must be of this type.
  package mutating func skip(_ kind: Kind) throws(JSONError) {
    guard try peek() == kind else { throw try mismatch(wanted: kind) }
    try skip()
  }

  private func endOfValue() throws(JSONError) -> Int {
    let bytes = bytes.span
    var position = offset
    var depth = 0
    repeat {
      guard position < bytes.count else { throw Lexer.truncated(bytes) }
      switch bytes[position] {
      case UInt8(ascii: "\""): _ = try Lexer.skipString(bytes, &position)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw Lexer.unexpected(bytes, position) }
        position += 1
      case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
        try Lexer.literal(bytes, &position)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        _ = try Lexer.number(bytes, &position)
      default: throw Lexer.unexpected(bytes, position)
      }
    } while depth > 0
    guard depth == 0 else { throw Lexer.unexpected(bytes, position - 1) }
    return position
  }

  private func number(wanted: String) throws(JSONError) -> Lexer.NumberToken {
    guard let byte = next, byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") < 10 else {
      throw JSONError(
        code: .wrongType, offset: offset, message: "\(try peek()) where \(wanted) is expected")
    }
    var end = offset
    return try Lexer.number(bytes.span, &end)
  }

  /// Returns the string that `content` spells, escapes resolved.
  static func decode(_ bytes: [UInt8], _ content: Range<Int>, hasEscapes: Bool) -> String {
    guard hasEscapes else { return String(decoding: bytes[content], as: UTF8.self) }
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var index = content.lowerBound
    while index < content.upperBound {
      let plain = bytes[index..<content.upperBound].prefix { $0 != UInt8(ascii: "\\") }
      text.append(contentsOf: plain)
      index = plain.endIndex
      guard index < content.upperBound else { break }
      if let escape = try? Lexer.escape(bytes.span, &index),
        let encoded = UTF8.encode(escape.scalar)
      {
        text.append(contentsOf: encoded)
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
