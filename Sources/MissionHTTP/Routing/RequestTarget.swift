import MissionModel

/// The target of a request: the path, still encoded, and the items of its query.
struct RequestTarget: Hashable, Sendable {
  let path: Substring
  private let query: Substring

  /// Reads the target of a request line.
  init(_ text: String) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts.first ?? "/"
    query = parts.count > 1 ? parts[1] : ""
  }

  /// The authority of a target that is a whole address; nil for any other target.
  ///
  /// That of another scheme than HTTP's is all of it, and so no host of this server.
  static func authority(of target: String) -> Substring? {
    let rest = target.drop { $0.isLetter || $0.isNumber || "+-.".contains($0) }
    guard target.first?.isLetter == true, rest.hasPrefix("://") else { return nil }
    guard ["http", "https"].contains(target[..<rest.startIndex].lowercased()) else {
      return target[...]
    }
    return rest.dropFirst(3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
  }

  /// The items of the query, in order, decoded.
  ///
  /// - Throws: `validation_error` for a text that doesn't encode UTF-8.
  func items() throws(MissionError) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    for part in query.split(separator: "&") {
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      items.append(
        (
          name: try PercentCoding.decode(halves[0], plusIsSpace: true),
          value: halves.count > 1 ? try PercentCoding.decode(halves[1], plusIsSpace: true) : ""
        ))
    }
    return items
  }
}
