package import CanonicalJSON

/// The fields of a JSON object in their order, each value as text, to be compared with another's.
package struct ObjectFields: Sendable, JSONWritable {
  /// The fields' names, in their order.
  package private(set) var names: [String] = []
  private var values: [String: JSONText] = [:]

  /// Takes an object apart, one level deep.
  ///
  /// - Throws: for what is no object.
  init(_ object: JSONReader) throws(JSONError) {
    var reader = object
    try reader.readObject { key, reader throws(JSONError) in
      let name = key.string
      names.append(name)
      values[name] = try reader.readText()
    }
  }

  /// Takes an object apart, or null as one of no fields; nil for anything else.
  init?(reading value: JSONText) {
    guard value != .null else { return }
    guard let fields = try? ObjectFields(JSONReader(value)) else { return nil }
    self = fields
  }

  /// The object of no fields.
  init() {}

  /// The object without some of its fields.
  func leavingOut(_ others: Set<String>) -> ObjectFields {
    var rest = self
    rest.names.removeAll(where: others.contains)
    for name in others { rest.values[name] = nil }
    return rest
  }

  /// Writes the object.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      for name in names { writer.field(name, values[name]) }
    }
  }

  /// The value of a field; null where there is none.
  subscript(name: String) -> JSONText { values[name] ?? .null }

  /// The fields whose values here are others than in `earlier`, in the order of the fields.
  func changes(since earlier: ObjectFields) -> [FieldChange] {
    (names + earlier.names.filter { values[$0] == nil }).compactMap { name in
      let (before, after) = (earlier[name], self[name])
      return before == after ? nil : FieldChange(field: name, before: before, after: after)
    }
  }
}
