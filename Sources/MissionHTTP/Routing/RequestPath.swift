/// The path of a request, split once for all the routes that it is compared with.
struct RequestPath {
  /// The parts between its slashes, still percent-encoded; empty for the root.
  let segments: [Substring]

  /// Cuts a path; nil for one that doesn't begin with a slash.
  init?(_ text: Substring) {
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    let rest = text.dropFirst()
    segments = rest.isEmpty ? [] : rest.split(separator: "/", omittingEmptySubsequences: false)
  }

  /// The rest of it from a segment on, including slashes.
  func rest(from place: Int) -> Substring {
    let (first, last) = (segments[place], segments[segments.count - 1])
    return first.base[first.startIndex..<last.endIndex]
  }
}
