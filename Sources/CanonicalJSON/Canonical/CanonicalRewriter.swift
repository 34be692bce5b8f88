/// Writes a text anew in canonical form.
struct CanonicalRewriter: TokenSink {
  private(set) var output = CanonicalOutput()

  private let source: [UInt8]

  /// Makes a rewriter of `source`, the bytes that its tokens come from.
  init(source: [UInt8]) {
    self.source = source
    output.reserve(source.count)
  }

  mutating func openObject() {
    output.openObject()
  }

  mutating func closeObject(_ position: Int) throws(JSONError) {
    guard output.closeObject() else { throw JSONError.duplicateKey(position) }
  }

  mutating func openArray() {
    output.append(UInt8(ascii: "["))
  }

  mutating func closeArray() {
    output.append(UInt8(ascii: "]"))
  }

  mutating func nextElement() {
    output.append(UInt8(ascii: ","))
  }

  mutating func key(_ bytes: Span<UInt8>, _ token: Lexer.StringToken) throws(JSONError) {
    output.beginMember()
    try string(bytes, token)
    guard output.endKey() else { throw JSONError.duplicateKey(token.content.lowerBound - 1) }
  }

  mutating func string(_ bytes: Span<UInt8>, _ token: Lexer.StringToken) throws(JSONError) {
    output.append(UInt8(ascii: "\""))
    if token.isCanonical {
      output.append(source[token.content])
    } else {
      var index = token.content.lowerBound
      while index < token.content.upperBound {
        if bytes[index] == UInt8(ascii: "\\") {
          let escape = try Lexer.escape(bytes, &index)
          for byte in UTF8.encode(escape.scalar) ?? UTF8.encodedReplacementCharacter {
            output.append(escaping: byte)
          }
        } else {
          output.append(bytes[index])
          index += 1
        }
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  mutating func number(_ bytes: Span<UInt8>, _ token: Lexer.NumberToken) throws(JSONError) {
    output.append(contentsOf: try CanonicalNumber.canonical(bytes, token))
  }

  mutating func literal(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    output.append(source[range])
  }
}
