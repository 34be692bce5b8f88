package import CanonicalJSON
import Synchronization

/// What never enters a payload: texts that match a pattern, such as keys and tokens, are taken out before a command
/// becomes an event, since an event is for ever.
///
/// Only values are looked at, never the names of members; ids, keys and times are of other shapes than texts.
package struct Redactor: Sendable {
  /// What stands in the place of a match.
  package static let mark = "[redacted]"

  /// The patterns that are in force unless the configuration names others.
  package static let standardPatterns = [
    // Keys of model providers, code hosts, clouds and chats, by the beginnings that their makers gave them.
    "sk-[A-Za-z0-9_-]{20,}",
    "ghp_[A-Za-z0-9]{36,}", "gho_[A-Za-z0-9]{36,}", "ghs_[A-Za-z0-9]{36,}",
    "github_pat_[A-Za-z0-9_]{36,}", "glpat-[A-Za-z0-9_-]{20,}",
    "AKIA[0-9A-Z]{16}", "AIza[0-9A-Za-z_-]{35}", "xox[a-z]-[A-Za-z0-9-]{10,}",
    // Bearer tokens, JSON web tokens, private keys, and passwords within addresses.
    "Bearer [A-Za-z0-9._~+/=-]{20,}",
    "eyJ[A-Za-z0-9_-]{10,}[.][A-Za-z0-9_-]{10,}[.][A-Za-z0-9_-]{10,}",
    "-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----",
    "://[^/:@ ]+:[^/:@ ]+@",
  ]

  private let patterns: [RedactionPattern]

  /// Makes a redactor of regular expressions; what is none is left out, since the configuration has told of it.
  package init(_ patterns: [String]) {
    self.patterns = patterns.compactMap(RedactionPattern.init)
  }

  /// The text without what matches.
  package func text(_ text: String) -> String {
    patterns.reduce(text) { $1.taken(from: $0) }
  }

  /// The text without what matches, where there is one.
  package func text(_ text: String?) -> String? { text.map { self.text($0) } }

  /// The texts without what matches.
  package func texts(_ texts: [String]) -> [String] { texts.map { text($0) } }

  /// A JSON value, every text in it without what matches.
  package func json(_ value: JSONText) -> JSONText {
    guard patterns.contains(where: { $0.mayMatch(value.bytes) }) else { return value }
    var writer = JSONWriter()
    var reader = JSONReader(value)
    // What is canonical can be read to its end.
    try? copy(&reader, to: &writer)
    return writer.finishText()
  }

  private func copy(_ reader: inout JSONReader, to writer: inout JSONWriter) throws(JSONError) {
    switch try reader.peek() {
    case .object:
      try writer.object { writer throws(JSONError) in
        try reader.readObject { key, reader throws(JSONError) in
          writer.key(key.string)
          try copy(&reader, to: &writer)
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

/// One regular expression, with the bytes that a text must hold to match it.
///
/// An expression is no value that threads may share, so that each is used by one at a time.
private final class RedactionPattern: Sendable {
  /// The least number of bytes by which a text is told apart.
  private static let leastBeginning = 3

  private let expression: Mutex<Regex<AnyRegexOutput>>
  private let beginning: [UInt8]

  init?(_ text: String) {
    guard let expression = try? Regex(text) else { return nil }
    self.expression = Mutex(expression)
    beginning = Self.beginning(of: text)
  }

  func taken(from text: String) -> String {
    guard mayMatch(text.utf8) else { return text }
    return expression.withLock { text.replacing($0, with: Redactor.mark) }
  }

  /// Whether bytes hold what every match begins with: a look that costs little where nothing is to be found.
  func mayMatch(_ bytes: some Collection<UInt8>) -> Bool {
    guard let first = beginning.first else { return true }
    var rest = bytes[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: beginning) { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  /// The plain characters that an expression begins with; none where it may begin otherwise.
  private static func beginning(of text: String) -> [UInt8] {
    guard !text.contains("|"), !text.contains("(?") else { return [] }
    let plain = text.utf8.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: " "):
        true
      default: false
      }
    }
    // The last one may be what a quantifier after it is about.
    let isRepeated = text.utf8[plain.endIndex...].first.map(Array("*+?{".utf8).contains) ?? false
    let sure = isRepeated ? plain.dropLast() : plain
    return sure.count >= leastBeginning ? Array(sure) : []
  }
}
