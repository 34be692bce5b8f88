/// Reads a canonical value piece by piece, without building a tree.
///
/// Skipped values cost about a nanosecond a byte and no allocation. The reader is made for
/// canonical bytes (a `JSONText`): of other bytes it may accept some that are not JSON, such as bad
/// UTF-8 in a skipped value, but it never traps or reads beyond them. A value of another type than
/// the one asked for throws `wrongType` and is not consumed.
package struct JSONReader {
  let bytes: [UInt8]
  /// The byte that is read next.
  package internal(set) var offset = 0
  /// Whether a container was just opened, so that its first key or element needs no comma.
  private var isFresh = false

  package init(_ text: JSONText) {
    bytes = text.bytes
  }

  /// Reads bytes that are known to be canonical.
  package init(trusted bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A type of JSON value.
  package enum Kind: String, Hashable, Sendable, CustomStringConvertible {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case integer = "an integer"
    case fraction = "a number with a fraction or an exponent"
    case boolean = "a boolean"
    case null = "null"

    /// The type with its article, for messages.
    package var description: String { rawValue }
  }

  /// Returns the type of the value that comes next without reading it.
  package func peek() throws(JSONError) -> Kind {
    guard offset < bytes.count else { throw Lexer.truncated(bytes.span) }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      var end = offset
      return try Lexer.number(bytes.span, &end).isInteger ? .integer : .fraction
    default: throw Lexer.unexpected(bytes.span, offset)
    }
  }

  /// Enters an object; `nextKey` follows until it returns nil.
  package mutating func beginObject() throws(JSONError) {
    try expect(UInt8(ascii: "{"), .object)
    isFresh = true
  }

  /// Reads the key of the next member, whose value must be read or skipped next; nil at the
  /// object's end.
  package mutating func nextKey() throws(JSONError) -> JSONKey? {
    guard let token = try nextKeyToken() else { return nil }
    return JSONKey(bytes: bytes, content: token.content, hasEscapes: token.hasEscapes)
  }

  /// Reads the key of the next member as `nextKey` does, and returns its index in `words`; -1 if it
  /// is none of them.
  package mutating func nextKey(among words: JSONWords) throws(JSONError) -> Int? {
    guard let token = try nextKeyToken() else { return nil }
    return words.find(bytes, token.content, hasEscapes: token.hasEscapes) ?? -1
  }

  private mutating func nextKeyToken() throws(JSONError) -> Lexer.StringToken? {
    guard try hasNext(before: UInt8(ascii: "}")) else { return nil }
    guard next == UInt8(ascii: "\"") else { throw Lexer.unexpected(bytes.span, offset) }
    let token = try string()
    guard next == UInt8(ascii: ":") else { throw Lexer.unexpected(bytes.span, offset) }
    offset += 1
    return token
  }

  /// Enters an array; `nextElement` follows until it returns false.
  package mutating func beginArray() throws(JSONError) {
    try expect(UInt8(ascii: "["), .array)
    isFresh = true
  }

  /// Steps to the next element, which must be read or skipped next; false at the array's end.
  package mutating func nextElement() throws(JSONError) -> Bool {
    try hasNext(before: UInt8(ascii: "]"))
  }

  /// Checks that everything was read.
  ///
  /// - Throws: `trailingBytes` for bytes that are left.
  package func finish() throws(JSONError) {
    guard offset == bytes.count else {
      throw JSONError(code: .trailingBytes, offset: offset, message: "more after the value")
    }
  }

  /// The byte at hand; nil at the end.
  var next: UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  /// Steps over `byte`, with which a value of `kind` begins.
  mutating func expect(_ byte: UInt8, _ kind: Kind) throws(JSONError) {
    guard next == byte else { throw try mismatch(wanted: kind) }
    offset += 1
  }

  /// Returns the error that names the type wanted and the type found.
  func mismatch(wanted: Kind) throws(JSONError) -> JSONError {
    let given = try peek()
    return JSONError(
      code: .wrongType, offset: offset, message: "\(given) where \(wanted) is expected")
  }

  /// Reads the string at hand without decoding it.
  mutating func string() throws(JSONError) -> Lexer.StringToken {
    let start = offset
    var end = start
    let hasEscapes = try Lexer.skipString(bytes.span, &end)
    offset = end
    return Lexer.StringToken(content: start + 1..<end - 1, hasEscapes: hasEscapes)
  }

  /// Reads the literal at hand.
  mutating func literal() throws(JSONError) {
    var end = offset
    try Lexer.literal(bytes.span, &end)
    offset = end
  }

  private mutating func hasNext(before end: UInt8) throws(JSONError) -> Bool {
    let wasFresh = isFresh
    isFresh = false
    if next == end {
      offset += 1
      return false
    }
    if wasFresh { return true }
    guard next == UInt8(ascii: ",") else { throw Lexer.unexpected(bytes.span, offset) }
    offset += 1
    return true
  }
}
