package import MissionModel

/// One parameter of a tool: its name, what it takes, within which bounds, and what it is for.
///
/// Every door lists and checks parameters by these values, so that a bound is written once.
package struct Parameter: Hashable, Sendable {
  /// What a parameter takes.
  package enum Kind: Hashable, Sendable {
    /// Text of at most so many bytes of UTF-8.
    case text(bytes: ClosedRange<Int>)
    /// A name of the caller's own, by which something is found again: 1 to 256 bytes without
    /// control characters.
    case reference
    /// One of a few words.
    case choice([String])
    /// Several texts.
    case texts(count: ClosedRange<Int>)
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A number.
    case number(ClosedRange<Double>)
    /// True or false.
    case boolean
    /// Any JSON object.
    case object
    /// An object with these members and no others.
    case members([Parameter])
    /// Any JSON value.
    case value
  }

  /// The name, as in JSON; a command's flag is the same with hyphens.
  package let name: String
  /// What it takes.
  package let kind: Kind
  /// Whether a call without it is refused.
  package let isRequired: Bool
  /// The default, as people read it; nil without one.
  package let standard: String?
  /// One line: what it is for, with its unit.
  package let summary: String

  /// Makes a parameter.
  package init(
    _ name: String, _ kind: Kind, required: Bool = false, standard: String? = nil, _ summary: String
  ) {
    self.name = name
    self.kind = kind
    self.isRequired = required
    self.standard = standard
    self.summary = summary
  }

  /// What the parameter takes, as an error message says it.
  package var wanted: String {
    switch kind {
    case .text(let bytes): "a text of \(bytes.lowerBound) to \(bytes.upperBound) bytes"
    case .reference: "a text of 1 to 256 bytes without control characters"
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .texts(let count):
      count.upperBound == .max
        ? "a list of texts" : "a list of \(count.lowerBound) to \(count.upperBound) texts"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      "a number from \(PlainNumber.text(range.lowerBound)) to \(PlainNumber.text(range.upperBound))"
    case .boolean: "true or false"
    case .object: "an object"
    case .members(let members): "an object of " + members.map(\.name).joined(separator: ", ")
    case .value: "a JSON value"
    }
  }

  /// Refuses a number out of bounds.
  package func check(_ value: Int) throws(MissionError) {
    if case .integer(let range) = kind, !range.contains(value) { throw refusal(of: "\(value)") }
  }

  /// Refuses a number out of bounds.
  package func check(_ value: Double) throws(MissionError) {
    if case .number(let range) = kind, !range.contains(value) {
      throw refusal(of: PlainNumber.text(value))
    }
  }

  /// Refuses a text that is too short, too long, or none of the words; nil passes.
  package func check(_ value: String?) throws(MissionError) {
    guard let value else { return }
    switch kind {
    case .text(let bytes) where !bytes.contains(value.utf8.count):
      throw refusal(of: "\(value.utf8.count) bytes")
    case .reference where !ReferenceRules.isReference(value):
      let hasControl = ReferenceRules.hasControlCharacter(value)
      throw refusal(of: hasControl ? "one that has some" : "\(value.utf8.count) bytes")
    case .choice(let words) where !words.contains(value):
      throw refusal(of: "'\(value)'")
    default: return
    }
  }

  /// Refuses a list that is too short or too long.
  package func check(_ values: [String]) throws(MissionError) {
    if case .texts(let count) = kind, !count.contains(values.count) {
      throw refusal(of: "\(values.count)")
    }
  }

  /// The error for a value that the parameter doesn't take.
  package func refusal(of given: String) -> MissionError {
    .validation("\(name) must be \(wanted), not \(given)", field: name)
  }
}
