package import CanonicalJSON

extension Schema {
  /// Where a document lists its named shapes: `#/$defs/` in a schema that stands alone.
  package static let ownShapes = "#/$defs/"

  /// Writes the schema as one value.
  ///
  /// - Parameters:
  ///   - writer: what to write into.
  ///   - about: what the value means, where that is to be said.
  ///   - shapes: where the document lists its named shapes.
  package func write(
    into writer: inout JSONWriter, about: String? = nil, shapes: String = Schema.ownShapes
  ) {
    writer.object { writer in
      writeMembers(into: &writer, shapes: shapes)
      writer.fieldIfPresent("description", about)
    }
  }

  /// Writes the members of an object's schema, closed, with the shapes that it points at.
  package static func writeObject(
    _ fields: [Field], into writer: inout JSONWriter, shapes: String = Schema.ownShapes
  ) {
    Schema.object(fields).writeMembers(into: &writer, shapes: shapes)
    let named = Schema.object(fields).shapes
    guard shapes == ownShapes, !named.isEmpty else { return }
    writer.field(
      "$defs",
      object: { writer in
        for shape in named {
          writer.key(shape.rawValue)
          Schema.object(shape.fields).write(into: &writer, about: shape.about)
        }
      })
  }

  private func writeMembers(into writer: inout JSONWriter, shapes: String, orNull: Bool = false) {
    func type(_ name: String) {
      if orNull { writer.field("type", [name, "null"]) } else { writer.field("type", name) }
    }
    switch self {
    case .text: type("string")
    case .time:
      type("string")
      writer.field("format", "date-time")
    case .word(let words):
      type("string")
      writer.field(
        "enum",
        array: { writer in
          for word in words { writer.element(word) }
          if orNull { writer.element(String?.none) }
        })
    case .integer(let least):
      type("integer")
      if least > Int.min { writer.field("minimum", least) }
    case .number: type("number")
    case .boolean: type("boolean")
    case .list(let element):
      type("array")
      writer.key("items")
      element.write(into: &writer, shapes: shapes)
    case .object(let fields):
      type("object")
      writeFields(fields, into: &writer, shapes: shapes)
    case .anyObject: type("object")
    case .any: return
    case .shape(let shape):
      let reference = shapes + shape.rawValue
      guard orNull else { return writer.field("$ref", reference) }
      writer.field(
        "anyOf",
        array: { writer in
          writer.element(object: { $0.field("$ref", reference) })
          writer.element(object: { $0.field("type", "null") })
        })
    case .nullable(let schema): schema.writeMembers(into: &writer, shapes: shapes, orNull: true)
    }
  }

  private func writeFields(_ fields: [Field], into writer: inout JSONWriter, shapes: String) {
    writer.field(
      "properties",
      object: { writer in
        for field in fields {
          writer.key(field.name)
          field.schema.write(into: &writer, about: field.about, shapes: shapes)
        }
      })
    let required = fields.filter { !$0.isOptional }.map(\.name)
    if !required.isEmpty { writer.field("required", required) }
    writer.field("additionalProperties", false)
  }
}
