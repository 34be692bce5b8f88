/// The tag of an answer's content, with which a client says what it has.
struct EntityTag: Hashable, Sendable {
  /// As a header holds it, in its quotation marks.
  let header: String

  /// Makes a tag of characters that need no escape.
  init(_ text: some StringProtocol) {
    header = "\"\(text)\""
  }

  /// Whether the values of an `If-None-Match` name it, also in the weak form that a proxy may give
  /// it.
  func isNamed(in fields: [String]) -> Bool {
    Self.tags(in: fields).contains {
      $0 == "*" || ($0.hasPrefix("W/") ? $0.dropFirst(2) : $0) == header
    }
  }

  /// Whether the values of an `If-Match` name it, byte for byte.
  func isNamedExactly(in fields: [String]) -> Bool {
    Self.tags(in: fields).contains { $0 == "*" || $0 == header }
  }

  private static func tags(in fields: [String]) -> [Substring] {
    fields.joined(separator: ",").split(separator: ",").map { part in
      part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
    }
  }
}
