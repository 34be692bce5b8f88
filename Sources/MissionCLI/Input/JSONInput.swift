import CanonicalJSON
import MissionModel

/// JSON from the command line: values of flags, files, and standard input.
enum JSONInput {
  /// A text as a JSON string.
  static func text(_ text: String) -> JSONText { JSONText(text: text) }

  /// A number.
  static func number(_ number: Double) -> JSONText {
    var writer = JSONWriter()
    writer.value(number)
    return writer.finishText()
  }

  /// A whole number.
  static func number(_ number: some BinaryInteger) -> JSONText { literal("\(number)") }

  /// `12` as a number, `true` as a boolean, and a text that is not JSON as a string, which its
  /// receiver refuses.
  static func literal(_ text: String) -> JSONText {
    (try? JSONText(text)) ?? self.text(text)
  }

  /// A value of any kind; a text that begins like an object, a list or a string of JSON must be
  /// one.
  static func any(_ text: String, option: String) throws -> JSONText {
    guard let first = text.first(where: { !$0.isWhitespace }), "{[\"".contains(first) else {
      return literal(text)
    }
    return try value(of: text, option: option)
  }

  /// Repeated values as a list of strings; a single value that is a JSON list as that list.
  ///
  /// A text such as `[must] compile` begins with a bracket too: it must be JSON only if it
  /// continues like a list of strings, objects or lists.
  ///
  /// - Throws: `validation_error` for a list that is no JSON, and for one among other values.
  static func list(_ values: [String], option: String) throws -> JSONText {
    if values.count == 1 {
      if isList(values[0]) { return try value(of: values[0], option: option) }
      if values[0].first(where: { !$0.isWhitespace }) == "[", let list = try? JSONText(values[0]) {
        return list
      }
    } else if let list = values.first(where: isList) {
      throw MissionError(
        .validationError,
        "\(option) takes one JSON list, or a text each time it is given, not both: "
          + "'\(list.prefix(80))' is a list")
    }
    return JSONText.array { writer in
      for value in values { writer.element(value) }
    }
  }

  /// Whether a text begins like a JSON list of strings, objects or lists.
  private static func isList(_ text: String) -> Bool {
    ["[\"", "[{", "[["].contains(text.filter { !$0.isWhitespace }.prefix(2))
  }

  /// The JSON value of an option, a member of a request: it is nested no deeper than a request may
  /// be.
  static func value(of text: String, option: String) throws -> JSONText {
    let whole = JSONLimits.standard
    let limits = JSONLimits(bytes: whole.bytes, depth: whole.depth - 1)
    do {
      return try JSONText(canonicalizing: Array(text.utf8), limits: limits)
    } catch {
      throw MissionError(
        .validationError,
        "\(option) must be JSON: \(error.message) at byte \(error.offset) of '\(text.prefix(80))'")
    }
  }

  /// An object of these members, without those that have no value.
  static func object(_ members: [String: JSONText?]) -> JSONText {
    JSONText.object { writer in
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        writer.fieldIfPresent(name, value)
      }
    }
  }

  /// The members of the object in the file at `path`, or on standard input where it is `-`.
  static func members(of path: String, _ console: Console) throws -> [String: JSONText] {
    let bytes = try FileInput.bytes(of: path, console)
    let text: JSONText
    do {
      text = try JSONText(canonicalizing: bytes)
    } catch {
      throw MissionError(
        .validationError, "\(path) is not JSON: \(error.message) at byte \(error.offset)")
    }
    do throws(JSONError) {
      return try text.members
    } catch {
      throw MissionError(.validationError, "\(path) must hold one JSON object: \(error.message)")
    }
  }
}
