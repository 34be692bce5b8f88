/// A search for the name that a mistyped word most probably meant.
package enum NearestName {
  /// The candidate with the fewest edits from `word`; nil where none is within a third of its length.
  package static func find(_ word: String, in candidates: [String]) -> String? {
    let scored = candidates.map { (name: $0, edits: distance(Array(word.utf8), Array($0.utf8))) }
    guard let best = scored.min(by: { $0.edits < $1.edits }) else { return nil }
    return best.edits <= max(2, word.utf8.count / 3) ? best.name : nil
  }

  /// The Levenshtein distance of two byte strings.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let replaced = diagonal + (byte == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}
