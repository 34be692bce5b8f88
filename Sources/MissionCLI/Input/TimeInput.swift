import ArgumentParser
import MissionReplay
import Platform

/// A time given on the command line: RFC 3339, `14:05` (today, local), or a duration away from now.
enum TimeInput: Hashable, Sendable {
  case instant(Instant)
  case clock(String)
  case away(DurationInput)

  /// Reads `text`; nil where it is no time.
  init?(_ text: String) {
    if let instant = Instant(iso8601: text) {
      self = .instant(instant)
    } else if let clock = Self.clockTime(text) {
      self = .clock(clock)
    } else if text.last?.isLetter == true, let duration = DurationInput(text) {
      self = .away(duration)
    } else {
      return nil
    }
  }

  /// Reads the value of an option, with an error that says what a time looks like.
  @Sendable static func argument(_ text: String) throws -> TimeInput {
    guard let time = TimeInput(text) else {
      throw ValidationError(
        "'\(text)' is not a time: give RFC 3339 (2026-01-31T14:05:00Z), 14:05 (today), or 90m, 2h, 1d."
      )
    }
    return time
  }

  /// The instant meant; a duration counts back from now.
  func past(_ time: TimeText) -> Instant {
    instant(time, sign: -1)
  }

  /// The instant meant; a duration counts on from now.
  func future(_ time: TimeText) -> Instant {
    instant(time, sign: 1)
  }

  private func instant(_ time: TimeText, sign: Double) -> Instant {
    switch self {
    case .instant(let instant): instant
    case .away(let duration): time.now.advanced(bySeconds: sign * duration.seconds)
    case .clock(let clock): today(at: clock, time)
    }
  }

  private func today(at clock: String, _ time: TimeText) -> Instant {
    func reading(_ zone: String) -> Instant {
      Instant(iso8601: "\(time.face.day(time.now))T\(clock)\(zone)") ?? time.now
    }
    // The text is read with the present offset, then with the offset in force at the resulting
    // time.
    return reading(time.face.zone(reading(time.face.zone(time.now))))
  }

  private static func clockTime(_ text: String) -> String? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts[0].count <= 2 else { return nil }
    var clock = parts[0].count == 1 ? "0\(parts[0])" : String(parts[0])
    for part in parts.dropFirst() {
      guard part.count == 2 else { return nil }
      clock += ":\(part)"
    }
    if parts.count == 2 { clock += ":00" }
    return Instant(iso8601: "2000-01-01T\(clock)Z") == nil ? nil : clock
  }
}
