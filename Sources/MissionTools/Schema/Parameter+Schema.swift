package import CanonicalJSON
import MissionModel

extension Parameter {
  /// What a model reads of the parameter: its purpose, bounds and default.
  package var description: String {
    let notes = [bounds, standard.map { "default \($0)" }].compactMap(\.self)
    return notes.isEmpty ? summary : summary + " (" + notes.joined(separator: "; ") + ")"
  }

  private var bounds: String? {
    switch kind {
    case .text(let bytes): "\(bytes.lowerBound) to \(bytes.upperBound) bytes"
    case .reference: "1 to 256 bytes without control characters"
    case .texts(let count):
      count.upperBound == .max ? nil : "\(count.lowerBound) to \(count.upperBound) of them"
    case .integer(let range): Self.bounds(range)
    case .number(let range):
      "\(PlainNumber.text(range.lowerBound)) to \(PlainNumber.text(range.upperBound))"
    case .choice, .boolean, .object, .members, .value: nil
    }
  }

  private static func bounds(_ range: ClosedRange<Int>) -> String? {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): nil
    case (let least, .max): "\(least) or more"
    case (let least, let most): "\(least) to \(most)"
    }
  }

  /// Writes the parameter's schema as one value.
  package func writeSchema(into writer: inout JSONWriter) {
    writer.object { writer in
      writeKind(into: &writer)
      if let literal { writer.field("default", literal) }
      writer.field("description", description)
    }
  }

  private func writeKind(into writer: inout JSONWriter) {
    switch kind {
    case .text(let bytes):
      writer.field("type", "string")
      if bytes.lowerBound > 0 { writer.field("minLength", bytes.lowerBound) }
      writer.field("maxLength", bytes.upperBound)
    case .reference:
      writer.field("type", "string")
      writer.field("minLength", 1)
      writer.field("maxLength", 256)
    case .choice(let words):
      writer.field("type", "string")
      writer.field("enum", words)
    case .texts(let count):
      writer.field("type", "array")
      writer.field("items", object: { $0.field("type", "string") })
      if count.lowerBound > 0 { writer.field("minItems", count.lowerBound) }
      if count.upperBound < .max { writer.field("maxItems", count.upperBound) }
    case .integer(let range):
      writer.field("type", "integer")
      // A bound that not every JSON reader can hold isn't worth naming.
      if range.lowerBound > .min { writer.field("minimum", range.lowerBound) }
      if range.upperBound < .max { writer.field("maximum", range.upperBound) }
    case .number(let range):
      writer.field("type", "number")
      writer.field("minimum", range.lowerBound)
      writer.field("maximum", range.upperBound)
    case .boolean: writer.field("type", "boolean")
    case .object: writer.field("type", "object")
    case .members(let members): Self.writeObject(members, into: &writer)
    case .value: return
    }
  }

  /// Writes the members of the schema of an object that takes these parameters and no others.
  package static func writeObject(_ parameters: [Parameter], into writer: inout JSONWriter) {
    writer.field("type", "object")
    writer.field(
      "properties",
      object: { writer in
        for parameter in parameters {
          writer.key(parameter.name)
          parameter.writeSchema(into: &writer)
        }
      })
    let required = parameters.filter(\.isRequired).map(\.name)
    if !required.isEmpty { writer.field("required", required) }
    writer.field("additionalProperties", false)
  }

  /// The default as JSON; nil where it is no value but a rule.
  private var literal: JSONText? {
    guard let standard else { return nil }
    switch kind {
    case .choice(let words):
      return words.contains(standard) ? try? JSONText("\"\(standard)\"") : nil
    case .integer, .number, .boolean, .object, .members, .texts: return try? JSONText(standard)
    case .text, .reference, .value: return nil
    }
  }
}
