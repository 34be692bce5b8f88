/// A fixed list of words that keys are looked up in by their bytes: at the cost of one comparison, however many there
/// are, and without a string of the key.
package final class JSONWords: Sendable {
  /// The words' bytes, one word after another; word `n` is `bytes[starts[n]..<starts[n + 1]]`.
  private let bytes: [UInt8]
  private let starts: [Int]
  /// Where a word's looks put it, or the next free place behind: its number and one, 0 where there is none.
  ///
  /// A power of two, and four times as many as there are words, so that a free place is never far.
  private let places: [UInt16]

  /// Takes words, of which none is empty or there twice.
  package init(_ words: [String]) {
    var (bytes, starts): ([UInt8], [Int]) = ([], [0])
    var count = 16
    while count < 4 * words.count { count *= 2 }
    var places = [UInt16](repeating: 0, count: count)
    for (number, word) in words.enumerated() {
      bytes.append(contentsOf: word.utf8)
      starts.append(bytes.count)
      var place = Self.looks(of: bytes, starts[number]..<bytes.count) & (count - 1)
      while places[place] != 0 { place = (place + 1) & (count - 1) }
      places[place] = UInt16(number + 1)
    }
    (self.bytes, self.starts, self.places) = (bytes, starts, places)
  }

  /// The number of the word that a key is; nil where it is none of them.
  package func find(_ key: JSONKey) -> Int? {
    find(key.bytes, key.content, hasEscapes: key.hasEscapes)
  }

  /// The number of the word that a key spells.
  func find(_ text: [UInt8], _ content: Range<Int>, hasEscapes: Bool) -> Int? {
    guard !hasEscapes else {
      let resolved = Array(JSONReader.decode(text, content, hasEscapes: true).utf8)
      return find(resolved, 0..<resolved.count, hasEscapes: false)
    }
    guard !content.isEmpty else { return nil }
    var place = Self.looks(of: text, content) & (places.count - 1)
    while places[place] != 0 {
      let number = Int(places[place]) - 1
      if isWord(number, text, content) { return number }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  private func isWord(_ number: Int, _ text: [UInt8], _ content: Range<Int>) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == content.count else { return false }
    let offset = content.lowerBound - start
    for index in start..<starts[number + 1] where bytes[index] != text[index + offset] {
      return false
    }
    return true
  }

  /// A number in which the words of a list seldom agree: of their length, and of three of their bytes.
  @inline(__always)
  private static func looks(of text: [UInt8], _ content: Range<Int>) -> Int {
    let first = UInt64(text[content.lowerBound])
    let middle = UInt64(text[content.lowerBound + content.count / 2])
    let last = UInt64(text[content.upperBound - 1])
    let all = first | middle << 8 | last << 16 | UInt64(content.count) << 24
    return Int(truncatingIfNeeded: (all &* 0x9E37_79B9_7F4A_7C15) >> 48)
  }
}
