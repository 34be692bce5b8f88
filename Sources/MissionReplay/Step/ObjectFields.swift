package import CanonicalJSON

/// The fields of a JSON object in their order, each value as text, for comparison.
package struct ObjectFields: Sendable, JSONWritable {
  /// The fields' names, in their order.
  package private(set) var names: [String] = []
  private var values: [String: JSONText] = [:]

  /// Splits an object into fields, one level deep.
  ///
  /// - Throws: an error for a value that is not an object.
  init(_ object: JSONReader) throws(JSONError) {
    var reader = object
    try reader.readObject { key, reader throws(JSONError) in
      let name = key.string
      names.append(name)
      values[name] = try reader.readText()
    }
  }

  /// Splits an object into fields; null has none, and any other value gives nil.
  init?(reading value: JSONText) {
    guard value != .null else { return }
    guard let fields = try? ObjectFields(JSONReader(value)) else { return nil }
    self = fields
  }

  /// An object without fields.
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

  /// The fields whose values differ from those in `earlier`, in the order of the fields.
  func changes(since earlier: ObjectFields) -> [FieldChange] {
    (names + earlier.names.filter { values[$0] == nil }).compactMap { name in
      let (before, after) = (earlier[name], self[name])
      return before == after ? nil : FieldChange(field: name, before: before, after: after)
    }
  }
}
