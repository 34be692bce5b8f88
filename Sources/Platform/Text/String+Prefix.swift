extension String {
  /// The longest beginning of whole characters that has at most `limit` bytes; where not even the first has, as much of
  /// that, which may be of any length, as fits.
  package func prefix(bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    guard limit > 0 else { return "" }
    var end = utf8.index(startIndex, offsetBy: limit)
    while utf8[end] & 0xC0 == 0x80 { utf8.formIndex(before: &end) }
    return characters(before: end)
  }

  /// The longest beginning of whole characters that has at most `limit` Unicode scalars; where not even the first has,
  /// as much of that as fits.
  package func prefix(scalars limit: Int) -> String {
    let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex) ?? endIndex
    return end == endIndex ? self : characters(before: end)
  }

  /// The whole characters before a scalar's place, or, where it lies within the first, that one's scalars before it.
  private func characters(before end: Index) -> String {
    var kept = startIndex
    while kept < end {
      let next = index(after: kept)
      guard next <= end else { break }
      kept = next
    }
    return String(self[..<(kept == startIndex ? end : kept)])
  }

  /// As much of the text as so many bytes of UTF-8 hold, three at least, its end replaced by `…` where there is more.
  package func cut(bytes limit: Int) -> String {
    utf8.count > limit ? prefix(bytes: limit - 3) + "…" : self
  }
}
