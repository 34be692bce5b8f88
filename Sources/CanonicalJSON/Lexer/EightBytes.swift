/// Eight bytes of a text, looked through at once for those that end what is plain in a string.
///
/// What is asked is answered by a word with the highest bit set of each byte that is meant; above the first of them
/// others may be set too.
struct EightBytes {
  let word: UInt64

  /// Takes the bytes from `index` on, of which there must be eight.
  @inline(__always)
  init(_ bytes: Span<UInt8>, at index: Int) {
    // Of a span of eight, the compiler makes one load.
    let eight = bytes.extracting(index..<(index &+ 8))
    var word: UInt64 = 0
    for place in 0..<8 { word |= UInt64(eight[place]) << UInt64(8 * place) }
    self.word = word
  }

  /// Quotes and backslashes.
  @inline(__always)
  var delimiters: UInt64 { zeros(word ^ Self.all(0x22)) | zeros(word ^ Self.all(0x5C)) }

  /// Quotes, backslashes, control characters, and all beyond ASCII.
  @inline(__always)
  var delimitersAndOthers: UInt64 {
    let controls = (word &- Self.all(0x20)) & ~word
    return delimiters | (controls | word) & Self.all(0x80)
  }

  /// How many bytes come before the first that a word means; none is meant by 0.
  @inline(__always)
  static func before(_ meant: UInt64) -> Int { meant.trailingZeroBitCount >> 3 }

  @inline(__always)
  private func zeros(_ word: UInt64) -> UInt64 {
    (word &- Self.all(1)) & ~word & Self.all(0x80)
  }

  @inline(__always)
  private static func all(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
}
