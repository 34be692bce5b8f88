package import Platform

/// A way to show a moment to a person: in UTC, or in a zone with a given offset.
package struct ClockFace: Sendable {
  /// The offset in force at a moment, in seconds east of UTC.
  private let offset: @Sendable (Instant) -> Int

  /// Makes a face for a zone given by its offset from UTC, in seconds, at each moment.
  package init(offset: @escaping @Sendable (Instant) -> Int) {
    self.offset = offset
  }

  /// The face that shows UTC.
  package static let utc = ClockFace { _ in 0 }

  /// `2026-11-23 23:51:01 +00:00`.
  package func full(_ instant: Instant) -> String {
    "\(day(instant)) \(time(instant)) \(zone(instant))"
  }

  /// `2026-11-23`.
  package func day(_ instant: Instant) -> String {
    String(shifted(instant).description.prefix { $0 != "T" })
  }

  /// `23:51:01`.
  package func time(_ instant: Instant) -> String {
    // A year of more than four digits is longer.
    String(shifted(instant).description.drop { $0 != "T" }.dropFirst().prefix(8))
  }

  /// `+00:00`.
  package func zone(_ instant: Instant) -> String {
    let seconds = offset(instant)
    let minutes = abs(seconds) / 60
    let (hour, minute) = (minutes / 60, minutes % 60)
    return (seconds < 0 ? "-" : "+") + (hour < 10 ? "0" : "") + "\(hour):"
      + (minute < 10 ? "0" : "") + "\(minute)"
  }

  private func shifted(_ instant: Instant) -> Instant {
    instant.advanced(byMicroseconds: Int64(offset(instant)) * 1_000_000)
  }
}
