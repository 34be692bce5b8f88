package import CanonicalJSON
import MissionControl
package import MissionModel

/// The parameters of one call in JSON, read by the types that its tool wants.
///
/// A parameter that is null counts as not given. Bounds are not looked at here: a request checks
/// its own.
package struct Arguments: Sendable {
  /// The members as they were given, null ones too.
  private let members: [String: JSONText]

  /// The parameters as one canonical object.
  package let object: JSONText

  /// Reads a JSON object, and refuses unknown members and missing required ones.
  package init(json: [UInt8], for parameters: [Parameter]) throws(MissionError) {
    do {
      object = try JSONText(canonicalizing: json)
      members = try object.members
    } catch {
      throw MissionError(.validationError, "the parameters must be a JSON object: \(error)")
    }
    let unknown = members.keys.filter { name in !parameters.contains { $0.name == name } }.sorted()
    guard unknown.isEmpty else {
      throw .unknownParameters(unknown, known: parameters.map(\.name))
    }
    for parameter in parameters where parameter.isRequired && value(parameter) == nil {
      throw .validation(
        "\(parameter.name) is required: \(parameter.wanted) (\(parameter.summary))",
        field: parameter.name)
    }
  }

  /// The parameters as one canonical object, without one of them.
  package func object(without parameter: Parameter) -> JSONText {
    guard members[parameter.name] != nil else { return object }
    return JSONText.object { writer in
      for (name, value) in members where name != parameter.name { writer.field(name, value) }
    }
  }

  /// A text, or nil where it isn't given.
  package func text(_ parameter: Parameter) throws(MissionError) -> String? {
    try read(parameter) { reader throws(JSONError) in try reader.readString() }
  }

  /// A text that must be there.
  package func requiredText(_ parameter: Parameter) throws(MissionError) -> String {
    guard let text = try text(parameter) else { throw parameter.refusal(of: "nothing") }
    return text
  }

  /// A text within its bounds, or nil where it isn't given.
  func checkedText(_ parameter: Parameter) throws(MissionError) -> String? {
    let text = try text(parameter)
    try parameter.check(text)
    return text
  }

  /// A whole number, or nil where it isn't given.
  package func integer(_ parameter: Parameter) throws(MissionError) -> Int? {
    try read(parameter) { reader throws(JSONError) in try reader.readInt() }
  }

  /// A number, or nil where it isn't given.
  package func number(_ parameter: Parameter) throws(MissionError) -> Double? {
    try read(parameter) { reader throws(JSONError) in try reader.readDouble() }
  }

  /// True or false, or nil where it isn't given.
  package func flag(_ parameter: Parameter) throws(MissionError) -> Bool? {
    try read(parameter) { reader throws(JSONError) in try reader.readBool() }
  }

  /// A list of texts, or nil where it isn't given.
  package func texts(_ parameter: Parameter) throws(MissionError) -> [String]? {
    try read(parameter) { reader throws(JSONError) in try reader.readStrings() }
  }

  /// Any JSON value, verbatim, or nil where it isn't given.
  package func value(_ parameter: Parameter) -> JSONText? {
    members[parameter.name].flatMap { $0 == .null ? nil : $0 }
  }

  private func read<Value>(
    _ parameter: Parameter, _ body: (inout JSONReader) throws(JSONError) -> Value
  ) throws(MissionError) -> Value? {
    guard let text = value(parameter) else { return nil }
    var reader = JSONReader(text)
    do {
      return try body(&reader)
    } catch {
      throw parameter.refusal(of: error.message.components(before: " where "))
    }
  }
}

extension String {
  /// The text up to the first `separator`; all of it where there is none.
  fileprivate func components(before separator: String) -> String {
    firstRange(of: separator).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
