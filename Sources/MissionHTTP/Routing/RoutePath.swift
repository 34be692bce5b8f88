/// The path of a route: fixed words, parameters for one segment each, and perhaps a last one for
/// all the rest.
struct RoutePath: Hashable, Sendable, CustomStringConvertible {
  enum Segment: Hashable, Sendable {
    case word(String)
    case parameter(String)
    /// The rest of the path, including slashes.
    case rest(String)
  }

  let segments: [Segment]

  /// Reads `/api/v1/missions/{mission_id}/artifacts/{path...}`.
  init(_ text: String) {
    segments = text.split(separator: "/").map { part in
      guard part.hasPrefix("{"), part.hasSuffix("}") else { return .word(String(part)) }
      let name = String(part.dropFirst().dropLast())
      return name.hasSuffix("...") ? .rest(String(name.dropLast(3))) : .parameter(name)
    }
  }

  /// The names of the parameters, in order.
  var parameters: [String] {
    segments.compactMap { segment in
      switch segment {
      case .word: nil
      case .parameter(let name), .rest(let name): name
      }
    }
  }

  /// The form of OpenAPI.
  var description: String {
    "/"
      + segments.map { segment in
        switch segment {
        case .word(let word): word
        case .parameter(let name), .rest(let name): "{\(name)}"
        }
      }.joined(separator: "/")
  }

  /// The values of the parameters, still percent-encoded; nil for a path that doesn't match.
  func match(_ path: RequestPath) -> [String: Substring]? {
    guard path.segments.count >= segments.count else { return nil }
    var values: [String: Substring] = [:]
    for (place, segment) in segments.enumerated() {
      let part = path.segments[place]
      switch segment {
      case .word(let word): guard part == word else { return nil }
      case .parameter(let name):
        guard !part.isEmpty else { return nil }
        values[name] = part
      case .rest(let name):
        let rest = path.rest(from: place)
        guard !rest.isEmpty else { return nil }
        values[name] = rest
        return values
      }
    }
    return path.segments.count == segments.count ? values : nil
  }
}
