/// A finder of one member of the outermost object, whatever the other members hold.
private struct MemberFinder: TokenSink {
  static let takesLoneSurrogates = true

  /// Where its string or number lies; nil for another type, a name that is there twice, or a
  /// missing `other`.
  var found: Range<Int>? { count == 1 && hasOther ? range : nil }

  private let name: String
  private let other: String
  private let source: [UInt8]
  private var depth = 0
  private var count = 0
  private var hasOther = false
  /// Whether the value that comes next is the member's.
  private var isNext = false
  private var range: Range<Int>?

  init(_ name: String, beside other: String, in source: [UInt8]) {
    self.name = name
    self.other = other
    self.source = source
  }

  mutating func openObject() { open() }
  mutating func closeObject(_ position: Int) { depth -= 1 }
  mutating func openArray() { open() }
  mutating func closeArray() { depth -= 1 }
  mutating func nextElement() {}

  mutating func key(_ bytes: Span<UInt8>, _ token: Lexer.StringToken) {
    guard depth == 1, !token.hasLoneSurrogate else { return }
    let key = JSONKey(bytes: source, content: token.content, hasEscapes: token.hasEscapes)
    if key == other { hasOther = true }
    isNext = key == name
    if isNext { count += 1 }
  }

  mutating func string(_ bytes: Span<UInt8>, _ token: Lexer.StringToken) {
    take(token.content.lowerBound - 1..<token.content.upperBound + 1)
  }

  mutating func number(_ bytes: Span<UInt8>, _ token: Lexer.NumberToken) { take(token.range) }
  mutating func literal(_ bytes: Span<UInt8>, _ range: Range<Int>) { isNext = false }

  private mutating func open() {
    depth += 1
    isNext = false
  }

  private mutating func take(_ value: Range<Int>) {
    if isNext { range = value }
    isNext = false
  }
}

extension JSONText {
  /// Finds the member `name` of the object in `bytes`, if it is a string or a number, its name is
  /// there once, and a member `other` is there too; nil otherwise, also for bytes that are not
  /// JSON.
  ///
  /// The rest of the object may hold what storage refuses: numbers out of range, duplicate keys,
  /// lone surrogates, and nesting up to 128 deep. So a refusal can name whose text it refuses.
  package static func member(
    _ name: String, beside other: String, ofRefused bytes: [UInt8]
  ) -> JSONText? {
    var finder = MemberFinder(name, beside: other, in: bytes)
    guard (try? Walker.walk(bytes.span, depth: JSONLimits.deepest, into: &finder)) != nil,
      let range = finder.found
    else { return nil }
    return try? JSONText(canonicalizing: Array(bytes[range]))
  }
}
