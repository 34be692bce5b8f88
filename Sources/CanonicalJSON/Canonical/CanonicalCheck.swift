/// Finds out whether a text is canonical already, space aside.
struct CanonicalCheck: TokenSink {
  private(set) var isCanonical = true
  private var depth = 0
  /// The last key of each open container; empty before the first.
  private var keys = InlineArray<128, Range<Int>>(repeating: 0..<0)

  mutating func openObject() {
    keys[depth] = 0..<0
    depth += 1
  }

  mutating func closeObject(_ position: Int) {
    depth -= 1
  }

  mutating func openArray() {
    depth += 1
  }

  mutating func closeArray() {
    depth -= 1
  }

  mutating func nextElement() {}

  mutating func key(_ bytes: Span<UInt8>, _ token: Lexer.StringToken) throws(JSONError) {
    guard isCanonical, token.isCanonical else {
      isCanonical = false
      return
    }
    // A range at byte 0 means no key: content never begins there, as a quote stands before it.
    let before = keys[depth - 1]
    keys[depth - 1] = token.content
    guard before.lowerBound > 0 else { return }
    let order = KeyOrder.compare(bytes, before, token.content)
    if order == 0 { throw JSONError.duplicateKey(token.content.lowerBound - 1) }
    if order > 0 { isCanonical = false }
  }

  mutating func string(_ bytes: Span<UInt8>, _ token: Lexer.StringToken) {
    if !token.isCanonical { isCanonical = false }
  }

  mutating func number(_ bytes: Span<UInt8>, _ token: Lexer.NumberToken) throws(JSONError) {
    if try !CanonicalNumber.isCanonical(bytes, token) { isCanonical = false }
  }

  mutating func literal(_ bytes: Span<UInt8>, _ range: Range<Int>) {}
}

extension JSONError {
  static func duplicateKey(_ offset: Int) -> JSONError {
    JSONError(code: .duplicateKey, offset: offset, message: "an object with one key twice")
  }
}
