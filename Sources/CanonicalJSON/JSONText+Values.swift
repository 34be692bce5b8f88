extension JSONText {
  /// Makes a JSON string that holds `text`.
  package init(text: String) {
    var writer = JSONWriter()
    writer.value(text)
    self = writer.finishText()
  }

  /// The value for people: a string's text without its quotes, anything else as JSON.
  package var readable: String {
    var reader = JSONReader(self)
    return (try? reader.readString()) ?? string
  }

  /// The members of an object by their names.
  ///
  /// - Throws: `wrongType` for any other value.
  package var members: [String: JSONText] {
    get throws(JSONError) {
      var members: [String: JSONText] = [:]
      var reader = JSONReader(self)
      try reader.readObject { key, reader throws(JSONError) in
        members[key.string] = try reader.readText()
      }
      return members
    }
  }
}
