import CanonicalJSON

/// A client's id for a request, or its token for progress: a string or an integer, returned
/// unchanged.
struct RequestID: Hashable, Sendable {
  /// The id as JSON.
  let json: JSONText

  /// Takes an id; nil where the value is neither a string nor an integer.
  init?(_ json: JSONText) {
    let reader = JSONReader(json)
    guard let kind = try? reader.peek(), kind == .string || kind == .integer else { return nil }
    self.json = json
  }
}
