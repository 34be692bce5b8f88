package import MissionModel
package import Platform

/// A past moment of a fleet, as a caller names it.
package enum Moment: Hashable, Sendable {
  /// A time, inclusive.
  case time(Instant)
  /// A position in one ledger or in several; the others are as of the latest of those events.
  case places(LedgerCursor)

  /// Reads a time (RFC 3339), `LEDGER:POSITION`, or a cursor of several ledgers, given as a
  /// parameter.
  ///
  /// - Throws: `validation_error` for anything else, and for a ledger that is not `known`.
  package init(
    _ text: String, field: String = "as_of", known: [String]
  ) throws(MissionError) {
    if let time = Instant(iso8601: text) {
      self = .time(time)
    } else if Self.isTimeOfDay(text, known) {
      throw .validation(
        "\(field) '\(text)' is neither a time (14:05 on the command line, else 2026-01-31T14:05:00Z) "
          + "nor a place in a ledger; this home has the ledgers "
          + known.sorted().joined(separator: ", "), field: field)
    } else if text.contains(":"), !Self.isDated(text) {
      self = .places(try LedgerCursor(text, field: field, known: known, only: nil))
    } else {
      throw .validation(
        "\(field) '\(text)' is not a moment: give a time (2026-01-31T14:05:00Z), LEDGER:POSITION (vp:913), or "
          + "several of them joined by commas", field: field)
    }
  }

  /// Whether a text of digits and colons is more likely a time of day, since no ledger has that
  /// name.
  private static func isTimeOfDay(_ text: String, _ known: [String]) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), !known.contains(String(parts[0])) else { return false }
    return text.allSatisfy { $0.isWholeNumber || $0 == ":" }
  }

  /// Whether a text begins like a date, and so was meant as a time.
  private static func isDated(_ text: String) -> Bool {
    text.prefix(4).allSatisfy(\.isWholeNumber) && text.dropFirst(4).first == "-"
  }
}

/// Where one ledger stands at a past moment.
enum PastPlace: Hashable, Sendable {
  /// At its last event recorded at or before a time.
  case time(Instant)
  /// At a position.
  case position(Int64)
}
