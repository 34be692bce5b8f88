/// A receiver of each token, in the order of the text.
protocol TokenSink {
  /// Whether a string may hold a lone surrogate.
  static var takesLoneSurrogates: Bool { get }

  mutating func openObject()
  mutating func closeObject(_ position: Int) throws(JSONError)
  mutating func openArray()
  mutating func closeArray()
  /// A comma between elements; members begin with their key.
  mutating func nextElement()
  mutating func key(_ bytes: Span<UInt8>, _ token: Lexer.StringToken) throws(JSONError)
  mutating func string(_ bytes: Span<UInt8>, _ token: Lexer.StringToken) throws(JSONError)
  mutating func number(_ bytes: Span<UInt8>, _ token: Lexer.NumberToken) throws(JSONError)
  mutating func literal(_ bytes: Span<UInt8>, _ range: Range<Int>)
}

extension TokenSink {
  static var takesLoneSurrogates: Bool { false }
}
