/// A fixed list of words in which keys are looked up by their bytes, for the cost of one
/// comparison, however many words there are, and without making a string of the key.
package final class JSONWords: Sendable {
  /// The part of a word that is compared first: few words have bytes between the two ends.
  private struct Ends: Equatable {
    let count: Int
    /// The first and the last eight bytes; of a shorter word, all of them.
    let first: UInt64
    let last: UInt64

    @inline(__always)
    init(_ text: Span<UInt8>, _ content: Range<Int>) {
      count = content.count
      if count >= 8 {
        first = EightBytes(text, at: content.lowerBound).word
        last = EightBytes(text, at: content.upperBound - 8).word
      } else {
        var all: UInt64 = 0
        for index in content { all = all << 8 | UInt64(text[index]) }
        (first, last) = (all, 0)
      }
    }

    /// A hash in which the words of a list seldom agree.
    @inline(__always)
    var looks: Int {
      let mixed = (first ^ last &* 31 &+ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: mixed >> 40)
    }
  }

  private let words: [(ends: Ends, bytes: [UInt8])]
  /// A hash table with open addressing: each place holds a word's index plus one, or 0 for none.
  ///
  /// Its size is a power of two, at least four times the number of words, so a free place is never
  /// far.
  private let places: [UInt16]

  /// Takes words, none of them empty or repeated.
  package init(_ words: [String]) {
    let words = words.map { Array($0.utf8) }.map { (Ends($0.span, $0.indices), $0) }
    var count = 16
    while count < 4 * words.count { count *= 2 }
    var places = [UInt16](repeating: 0, count: count)
    for (number, word) in words.enumerated() {
      var place = word.0.looks & (count - 1)
      while places[place] != 0 { place = (place + 1) & (count - 1) }
      places[place] = UInt16(number + 1)
    }
    self.words = words
    self.places = places
  }

  /// The index of the word that equals a key; nil if none does.
  package func find(_ key: JSONKey) -> Int? {
    find(key.bytes, key.content, hasEscapes: key.hasEscapes)
  }

  /// The index of the word that a key's content spells.
  func find(_ text: [UInt8], _ content: Range<Int>, hasEscapes: Bool) -> Int? {
    guard !hasEscapes else {
      let resolved = Array(JSONReader.decode(text, content, hasEscapes: true).utf8)
      return find(resolved, resolved.indices, hasEscapes: false)
    }
    let text = text.span
    let ends = Ends(text, content)
    var place = ends.looks & (places.count - 1)
    while places[place] != 0 {
      let number = Int(places[place]) - 1
      if words[number].ends == ends, hasMiddle(number, text, content) { return number }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// Whether a word's bytes between its ends are those of a text of its length.
  @inline(__always)
  private func hasMiddle(_ number: Int, _ text: Span<UInt8>, _ content: Range<Int>) -> Bool {
    guard content.count > 16 else { return true }
    let bytes = words[number].bytes
    for index in 8..<(content.count - 8) where bytes[index] != text[content.lowerBound + index] {
      return false
    }
    return true
  }
}
