import Synchronization

/// One regular expression, with the bytes that every match begins with.
///
/// Threads can't share an expression, so one thread uses it at a time.
final class RedactionPattern: Sendable {
  /// The least number of bytes that make a useful beginning.
  private static let leastBeginning = 3

  private let expression: Mutex<Regex<AnyRegexOutput>>
  /// Whether it is the pattern of JSON web tokens, which are found without a regular expression.
  private let isOfTokens: Bool
  /// The plain characters that every match begins with; empty where it may begin otherwise.
  let beginning: [UInt8]

  /// Makes a pattern of a regular expression; nil for a text that is not one.
  init?(_ text: String) {
    guard let expression = try? Regex(text) else { return nil }
    self.expression = Mutex(expression)
    isOfTokens = text == JSONWebTokens.pattern
    beginning = Self.beginning(of: text)
  }

  /// The text with a mark in place of each match that is not empty: an empty one has nothing to
  /// remove.
  func taken(from text: String) -> String {
    isOfTokens
      ? JSONWebTokens.taken(from: text, leaving: Redactor.mark)
      : expression.withLock { expression in
        text.replacing(expression) { $0.range.isEmpty ? "" : Redactor.mark }
      }
  }

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
    // A quantifier after it may apply to the last character.
    let isRepeated = text.utf8[plain.endIndex...].first.map(Array("*+?{".utf8).contains) ?? false
    let sure = isRepeated ? plain.dropLast() : plain
    return sure.count >= leastBeginning ? Array(sure) : []
  }
}

/// The beginnings of several patterns' matches: one pass over a text, which costs little where it
/// has no match.
struct MatchBeginnings {
  /// The beginnings by their first byte, each without it.
  private var rests = [[[UInt8]]](repeating: [], count: 256)
  /// Whether a match may begin with anything.
  private var areOpen = false

  /// Takes the beginning of each pattern's matches; empty for a pattern without one.
  init(_ beginnings: [[UInt8]]) {
    for beginning in beginnings {
      guard let first = beginning.first else {
        areOpen = true
        continue
      }
      rests[Int(first)].append(Array(beginning.dropFirst()))
    }
  }

  /// Whether bytes hold any of them.
  func areFound(in bytes: Span<UInt8>) -> Bool {
    if areOpen { return true }
    for index in bytes.indices where !rests[Int(bytes[index])].isEmpty {
      let after = bytes.extracting((index + 1)...)
      if rests[Int(bytes[index])].contains(where: { Self.begins(after, with: $0) }) { return true }
    }
    return false
  }

  private static func begins(_ bytes: Span<UInt8>, with beginning: [UInt8]) -> Bool {
    guard bytes.count >= beginning.count else { return false }
    for index in beginning.indices where bytes[index] != beginning[index] { return false }
    return true
  }
}
