extension String {
  /// As much of the text as so many bytes of UTF-8 hold, ending with a whole character.
  package func prefix(bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var size = 0
    return String(
      prefix { character in
        size += character.utf8.count
        return size <= limit
      })
  }

  /// As much of the text as so many bytes of UTF-8 hold, three at least, its end replaced by `…` where there is more.
  package func cut(bytes limit: Int) -> String {
    utf8.count > limit ? prefix(bytes: limit - 3) + "…" : self
  }
}
