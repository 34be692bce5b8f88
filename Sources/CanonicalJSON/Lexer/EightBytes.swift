/// Eight bytes of a text, searched at once for the bytes that end the plain part of a string.
///
/// Each search returns a word in which the highest bit of every matching byte is set; bytes above
/// the first match may be set too.
struct EightBytes {
  let word: UInt64

  /// Takes eight bytes from `index` on, which must be there.
  @inline(__always)
  init(_ bytes: Span<UInt8>, at index: Int) {
    // The compiler turns eight bytes of a span into one load.
    let eight = bytes.extracting(index..<(index &+ 8))
    var word: UInt64 = 0
    for place in 0..<8 { word |= UInt64(eight[place]) << UInt64(8 * place) }
    self.word = word
  }

  /// Quotes and backslashes.
  @inline(__always)
  var delimiters: UInt64 { zeros(word ^ Self.all(0x22)) | zeros(word ^ Self.all(0x5C)) }

  /// Quotes, backslashes and control characters, which a string holds only as escapes.
  @inline(__always)
  var escaped: UInt64 { delimiters | (word &- Self.all(0x20)) & ~word & Self.all(0x80) }

  /// Quotes, backslashes, control characters, and all beyond ASCII.
  @inline(__always)
  var delimitersAndOthers: UInt64 { escaped | word & Self.all(0x80) }

  /// How many bytes precede the first match in a word that isn't 0.
  @inline(__always)
  static func before(_ meant: UInt64) -> Int { meant.trailingZeroBitCount >> 3 }

  @inline(__always)
  private func zeros(_ word: UInt64) -> UInt64 {
    (word &- Self.all(1)) & ~word & Self.all(0x80)
  }

  @inline(__always)
  private static func all(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
}
