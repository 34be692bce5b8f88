extension String {
  /// The longest prefix of whole characters within `limit` bytes; if the first character alone is
  /// longer, as many of its scalars as fit.
  package func prefix(bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    guard limit > 0 else { return "" }
    var end = utf8.index(startIndex, offsetBy: limit)
    while utf8[end] & 0xC0 == 0x80 { utf8.formIndex(before: &end) }
    return characters(before: end)
  }

  /// The longest prefix of whole characters within `limit` Unicode scalars; if the first character
  /// alone is longer, as many of its scalars as fit.
  package func prefix(scalars limit: Int) -> String {
    guard utf8.count > limit else { return self }
    let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex) ?? endIndex
    return end == endIndex ? self : characters(before: end)
  }

  /// The whole characters before `end`; if it lies within the first, that character's scalars
  /// before it.
  private func characters(before end: Index) -> String {
    var kept = startIndex
    while kept < end {
      let next = index(after: kept)
      guard next <= end else { break }
      kept = next
    }
    return String(self[..<(kept == startIndex ? end : kept)])
  }

  /// The text, cut to `limit` bytes of UTF-8 (three at least) with `…` at the end if it is longer.
  package func cut(bytes limit: Int) -> String {
    utf8.count > limit ? prefix(bytes: limit - 3) + "…" : self
  }
}
