import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// The parameters of a request as the one JSON object that tools take: from the path, and from the
/// query or the body.
enum RequestArguments {
  /// Reads the parameters of a question from its query.
  ///
  /// Each value is written as its kind wants it; one that can't be stays a text, which the tool
  /// refuses by name.
  static func ofQuery(
    _ items: [(name: String, value: String)], named: [String: String], for parameters: [Parameter]
  ) throws(MissionError) -> Arguments {
    var values = named.mapValues { [$0] }
    for (name, value) in items {
      guard named[name] == nil else {
        throw MissionError(
          .validationError, "\(name) is given by the path or a header, not by the query")
      }
      values[name, default: []].append(value)
    }
    var writer = JSONWriter()
    var repeated: String?
    writer.object { writer in
      for (name, texts) in values.sorted(by: { $0.key < $1.key }) {
        let kind = parameters.first { $0.name == name }?.kind
        if case .texts = kind {
          writer.field(name, texts)
        } else if let text = texts.first {
          if texts.count > 1 { repeated = repeated ?? name }
          writer.key(name)
          write(text, as: kind, into: &writer)
        }
      }
    }
    if let repeated {
      throw MissionError(.validationError, "\(repeated) is given more than once")
    }
    return try Arguments(json: writer.finish(), for: parameters)
  }

  /// Reads the parameters of a command from its body, a JSON object; an empty body is an empty
  /// object.
  static func ofBody(
    _ body: [UInt8], named: [String: String], for parameters: [Parameter]
  ) throws(MissionError) -> Arguments {
    guard !named.isEmpty || body.isEmpty else {
      return try Arguments(json: body, for: parameters)
    }
    var members: [String: JSONText]
    do throws(JSONError) {
      members = try JSONText(canonicalizing: body.isEmpty ? Array("{}".utf8) : body).members
    } catch {
      throw MissionError(.validationError, "the body must be a JSON object: \(error)")
    }
    for (name, given) in named.sorted(by: { $0.key < $1.key }) {
      let value = JSONText(text: given)
      // A member that is null in the body counts as absent.
      let told = members[name] ?? .null
      guard told == .null || told == value else {
        throw MissionError(
          .validationError,
          "\(name) is '\(given)' in the path or a header, but differs in the body")
      }
      members[name] = value
    }
    let object = JSONText.object { writer in
      for (name, value) in members { writer.field(name, value) }
    }
    return try Arguments(json: object.bytes, for: parameters)
  }

  private static func write(
    _ text: String, as kind: Parameter.Kind?, into writer: inout JSONWriter
  ) {
    switch kind {
    case .boolean where text == "true" || text == "false": writer.value(text == "true")
    case .integer:
      if let number = Int64(text), text.first != "+" {
        writer.value(number)
      } else {
        writer.value(text)
      }
    case .number:
      if let number = SettingKind.seconds(text) ?? plainNumber(text) {
        writer.value(number)
      } else {
        writer.value(text)
      }
    default: writer.value(text)
    }
  }

  /// A number as JSON writes it; a negative one is then refused as out of bounds.
  private static func plainNumber(_ text: String) -> Double? {
    guard let json = try? JSONText(text) else { return nil }
    var reader = JSONReader(json)
    return try? reader.readDouble()
  }
}
