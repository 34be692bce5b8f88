/// The tag of what an answer holds, by which a client says what it has.
struct EntityTag: Hashable, Sendable {
  /// As a header holds it, in its quotation marks.
  let header: String

  /// Makes a tag of characters that need no escape.
  init(_ text: some StringProtocol) {
    header = "\"\(text)\""
  }

  /// Whether the values of an `If-None-Match` name it; what a proxy made weak of it is it still.
  func isNamed(in fields: [String]) -> Bool {
    fields.joined(separator: ",").split(separator: ",").contains { part in
      let tag = part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
      return tag == "*" || (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag) == header
    }
  }
}
