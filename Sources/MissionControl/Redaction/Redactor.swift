package import CanonicalJSON
import Platform

/// Patterns of texts that must never enter a payload, such as keys and tokens: they are taken out
/// before a command becomes an event, since an event is for ever.
///
/// In JSON, names of members are redacted too. Ids, paths and times are not passed to it.
package struct Redactor: Sendable {
  /// The text in place of a match.
  package static let mark = "[redacted]"

  /// The patterns that are in force unless the configuration names others.
  package static let standardPatterns = [
    // Keys of model providers, code hosts, clouds and chats, recognized by their prefixes.
    "sk-[A-Za-z0-9_-]{20,}",
    "ghp_[A-Za-z0-9]{36,}", "gho_[A-Za-z0-9]{36,}", "ghs_[A-Za-z0-9]{36,}",
    "github_pat_[A-Za-z0-9_]{36,}", "glpat-[A-Za-z0-9_-]{20,}",
    "AKIA[0-9A-Z]{16}", "AIza[0-9A-Za-z_-]{35}", "xox[a-z]-[A-Za-z0-9-]{10,}",
    // Bearer tokens, JSON web tokens, private keys, and passwords within addresses.
    "Bearer [A-Za-z0-9._~+/=-]{20,}",
    JSONWebTokens.pattern,
    "-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----",
    "://[^/:@ ]+:[^/:@ ]+@",
  ]

  private let patterns: [RedactionPattern]
  private let beginnings: MatchBeginnings

  /// The standard patterns, compiled once a process: that takes longer than many a command.
  private static let standard = standardPatterns.compactMap(RedactionPattern.init)

  /// Makes a redactor of regular expressions; any other text is left out, since the configuration
  /// has reported it.
  package init(_ patterns: [String]) {
    self.patterns =
      patterns == Self.standardPatterns
      ? Self.standard : patterns.compactMap(RedactionPattern.init)
    beginnings = MatchBeginnings(self.patterns.map(\.beginning))
  }

  /// The text without what matches.
  package func text(_ text: String) -> String {
    guard beginnings.areFound(in: text.utf8.span) else { return text }
    return patterns.reduce(text) { $1.taken(from: $0) }
  }

  /// The text without what matches, where there is one.
  package func text(_ text: String?) -> String? { text.map { self.text($0) } }

  /// The texts without what matches.
  package func texts(_ texts: [String]) -> [String] { texts.map { text($0) } }

  /// A JSON value without matches in any text, names of members included.
  ///
  /// Names that become equal are numbered, from the second on. Members of the object that `kept`
  /// names stay as they are, and so do those that `below` names for the object in one of its
  /// members.
  package func json(
    _ value: JSONText, besides kept: Set<String> = [], below: [String: Set<String>] = [:]
  ) -> JSONText {
    guard beginnings.areFound(in: value.bytes.span) else { return value }
    var writer = JSONWriter()
    var reader = JSONReader(value)
    // Canonical JSON can be read to its end.
    try? copy(&reader, to: &writer, besides: kept, below: below)
    return writer.finishText()
  }

  private func copy(
    _ reader: inout JSONReader, to writer: inout JSONWriter, besides kept: Set<String> = [],
    below: [String: Set<String>] = [:]
  ) throws(JSONError) {
    switch try reader.peek() {
    case .object:
      var names = UniqueNames()
      try writer.object { writer throws(JSONError) in
        try reader.readObject { key, reader throws(JSONError) in
          let name = key.string
          if kept.contains(name) {
            writer.key(names.take(name))
            writer.value(try reader.readText())
          } else {
            writer.key(names.take(text(name)))
            try copy(&reader, to: &writer, besides: below[name] ?? [])
          }
        }
      }
    case .array:
      try writer.array { writer throws(JSONError) in
        try reader.readArray { reader throws(JSONError) in
          writer.nextElement()
          try copy(&reader, to: &writer)
        }
      }
    case .string: writer.value(text(try reader.readString()))
    default: writer.value(try reader.readText())
    }
  }
}

/// The names of one object's members, made distinct.
private struct UniqueNames {
  /// The names in use, each with the last number that was tried after it.
  private var taken: [ExactText: Int] = [:]

  /// Takes a name; one that is in use gets the next number that makes it distinct.
  mutating func take(_ name: String) -> String {
    guard var number = taken[ExactText(name)] else {
      taken[ExactText(name)] = 1
      return name
    }
    var unique: String
    repeat {
      number += 1
      unique = "\(name) \(number)"
    } while taken[ExactText(unique)] != nil
    taken[ExactText(name)] = number
    taken[ExactText(unique)] = 1
    return unique
  }
}
