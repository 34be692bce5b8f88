package import CanonicalJSON

extension DispatchRequest {
  /// Reads a request from a JSON object, as a caller sends it.
  ///
  /// - Throws: `validation_error` for unknown fields (all at once), a value of another type (with
  ///   the field, the type wanted and the type given), and whatever `validate` refuses.
  package init(json text: JSONText) throws(MissionError) {
    var fields = Fields()
    var unknown: [String] = []
    var field = "the request"
    var reader = JSONReader(text)
    do {
      try reader.beginObject()
      while let key = try reader.nextKey() {
        field = key.string
        // A null field counts as not given.
        if Fields.keys.contains(MissionKey(key)), try reader.readNull() { continue }
        if try !fields.take(MissionKey(key), &reader) {
          unknown.append(field)
          try reader.skip()
        }
      }
    } catch {
      throw .validation("\(field): \(error.message)", field: field)
    }
    guard unknown.isEmpty else { throw .unknownFields(unknown) }
    do {
      self = try fields.finish()
    } catch {
      let missing = fields.missing ?? "a field"
      throw .validation("\(missing) is missing: vp_id and objective are required", field: missing)
    }
    objective = objective.trimmed
    try validate()
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
