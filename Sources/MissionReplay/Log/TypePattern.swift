/// A pattern over event types: `*` stands for any text, `?` for one character, a leading `!`
/// negates it.
package struct TypePattern: Hashable, Sendable {
  /// Whether the pattern excludes its matches.
  let isNegated: Bool
  private let glob: [UInt8]

  /// Reads a pattern such as `vp.mission.*` or `!*.heartbeat`.
  package init(_ text: String) {
    isNegated = text.hasPrefix("!")
    glob = Array((isNegated ? text.dropFirst() : text[...]).utf8)
  }

  /// Whether the pattern's text matches `type` whole, the leading `!` aside.
  package func matches(_ type: String) -> Bool {
    let name = Array(type.utf8)
    var (at, star, resume) = (0, -1, 0)
    var index = 0
    while index < name.count {
      if at < glob.count, glob[at] == UInt8(ascii: "*") {
        (star, resume) = (at, index)
        at += 1
      } else if at < glob.count, glob[at] == name[index] || glob[at] == UInt8(ascii: "?") {
        at += 1
        index += 1
      } else if star >= 0 {
        resume += 1
        (at, index) = (star + 1, resume)
      } else {
        return false
      }
    }
    return glob[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

extension Collection where Element == TypePattern {
  /// Whether events of `type` are wanted: no negated pattern matches, and one of the others does,
  /// if there are any.
  package func admit(_ type: String) -> Bool {
    var (isAsked, isMet) = (false, false)
    for pattern in self {
      let matches = pattern.matches(type)
      if pattern.isNegated {
        if matches { return false }
      } else {
        isAsked = true
        isMet = isMet || matches
      }
    }
    return isMet || !isAsked
  }
}
