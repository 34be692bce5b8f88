/// A search for the name that a mistyped word most probably meant.
package enum NearestName {
  /// The fewest letters that two names begin with alike where that alone makes them near.
  private static let leastBeginning = 4

  /// The candidate with the fewest edits from `word`, whatever the case, if they are at most a
  /// third of its letters; else the one with which it shares the longest beginning; nil if none is
  /// near.
  package static func find(_ word: String, in candidates: [String]) -> String? {
    let wanted = Array(word.lowercased().utf8)
    let scored = candidates.map { name in
      let other = Array(name.lowercased().utf8)
      let shared = zip(wanted, other).prefix { $0 == $1 }.count
      return (name: name, edits: distance(wanted, other), shared: shared)
    }
    guard let best = scored.min(by: { $0.edits < $1.edits }) else { return nil }
    if best.edits <= max(2, wanted.count / 3) { return best.name }
    let alike = scored.filter { $0.shared >= leastBeginning }
    return alike.max { ($0.shared, -$0.edits) < ($1.shared, -$1.edits) }?.name
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
