package import Platform

/// How far a ledger's last event lies ahead of the wall clock: a clock ran ahead when it was
/// recorded, or this one is behind.
package struct ClockLead: Hashable, Sendable {
  /// When the ledger's last event was recorded.
  package let end: Instant
  private let seconds: Double

  /// How far two clocks may be apart before a person is told, in seconds.
  private static let usual = 60.0

  /// Makes the lead of the last event; nil where it doesn't lie ahead, or hardly.
  package init?(of last: Instant?, at now: Instant) {
    guard let last, last.seconds(since: now) > Self.usual else { return nil }
    end = last
    seconds = last.seconds(since: now)
  }

  /// A sentence that says so, and what it means.
  package var notice: String {
    "its last event lies \(DurationText.text(seconds: seconds)) ahead of this clock: until then "
      + "new events and leases get its time, so a silent worker shows as running for that much longer"
  }
}
