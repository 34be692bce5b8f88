package import Platform

/// A sentence about a rule, whose moments and durations each reader sees in a form of its own.
///
/// It is written as a text with interpolations: `"it ran out at \(lease.expiresAt)"`, `"for
/// \(seconds: limit)"`.
package struct RuleText: Hashable, Sendable, ExpressibleByStringInterpolation,
  CustomStringConvertible
{
  /// A part of the sentence.
  fileprivate enum Part: Hashable, Sendable {
    case words(String)
    case moment(Instant)
    case seconds(Double)
  }

  private var parts: [Part] = []

  package init(stringLiteral value: String) {
    parts = value.isEmpty ? [] : [.words(value)]
  }

  package init(stringInterpolation: StringInterpolation) {
    parts = stringInterpolation.parts
  }

  /// Reads a sentence as `description` writes it, and finds its moments and durations again.
  package init(reading description: String) {
    var sentence = StringInterpolation(literalCapacity: 0, interpolationCount: 0)
    let words = description.split(separator: " ", omittingEmptySubsequences: false)
    var index = 0
    while index < words.count {
      let word = String(words[index])
      let next = index + 1 < words.count ? words[index + 1] : ""
      if index > 0 { sentence.appendLiteral(" ") }
      if word.contains("T"), let moment = Instant(iso8601: word) {
        sentence.appendInterpolation(moment)
      } else if let seconds = Double(word), next == "seconds" || next.hasPrefix("seconds,") {
        sentence.appendInterpolation(seconds: seconds)
        sentence.appendLiteral(String(next.dropFirst("seconds".count)))
        index += 1
      } else {
        sentence.appendLiteral(word)
      }
      index += 1
    }
    parts = sentence.parts
  }

  /// The parts of a sentence as it is written, neighbouring words joined.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      guard !literal.isEmpty else { return }
      if case .words(let words) = parts.last {
        parts[parts.count - 1] = .words(words + literal)
      } else {
        parts.append(.words(literal))
      }
    }

    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      appendLiteral(value.description)
    }

    package mutating func appendInterpolation(_ moment: Instant) {
      parts.append(.moment(moment))
    }

    package mutating func appendInterpolation(seconds: Double) {
      parts.append(.seconds(seconds))
    }
  }

  /// Whether the sentence is empty.
  package var isEmpty: Bool { parts.isEmpty }

  /// The sentence with exact values: UTC to the microsecond, and seconds.
  package var description: String {
    text(moment: \.description) { seconds in
      let whole = Int64(exactly: seconds).map(String.init)
      return "\(whole ?? "\(seconds)") seconds"
    }
  }

  /// The sentence for people, with its moments as `moment` writes them.
  package func text(moment: (Instant) -> String) -> String {
    text(moment: moment) { DurationText.text(seconds: $0) }
  }

  private func text(moment: (Instant) -> String, length: (Double) -> String) -> String {
    parts.map { part in
      switch part {
      case .words(let words): words
      case .moment(let instant): moment(instant)
      case .seconds(let seconds): length(seconds)
      }
    }.joined()
  }
}
