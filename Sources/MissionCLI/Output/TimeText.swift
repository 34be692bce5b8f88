import MissionReplay
import Platform

/// Instants as a person reads them: local time with its offset (or UTC), and how long ago.
struct TimeText: Sendable {
  let now: Instant
  let face: ClockFace

  /// Both the time and how long ago: `2026-11-23 14:05:11 +01:00 (3m 05s ago)`.
  func full(_ instant: Instant) -> String {
    "\(face.full(instant)) (\(relative(instant)))"
  }

  /// `3m 05s ago`, `in 2h`, `now`.
  func relative(_ instant: Instant) -> String {
    let seconds = now.seconds(since: instant)
    if abs(seconds) < 1 { return "now" }
    let duration = DurationText.text(seconds: abs(seconds).rounded())
    return seconds > 0 ? "\(duration) ago" : "in \(duration)"
  }

  /// The age in its coarsest unit: `3m`.
  func age(_ instant: Instant) -> String {
    DurationText.short(seconds: now.seconds(since: instant))
  }
}
