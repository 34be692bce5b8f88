import ArgumentParser
import MissionControl

/// A duration given on the command line: seconds as a number, or `90s`, `15m`, `2h`, `1d`.
struct DurationInput: Hashable, Sendable {
  /// The longest duration in seconds: 100 years, far below the range of a clock's microseconds.
  static let longest = 36_500 * 86_400.0

  let seconds: Double

  /// Reads `text`; nil where it is no duration, or too long.
  init?(_ text: String) {
    guard let seconds = SettingKind.seconds(text), seconds <= Self.longest else { return nil }
    self.seconds = seconds
  }

  /// Reads the value of an option, with an error that says what a duration looks like.
  @Sendable static func argument(_ text: String) throws -> DurationInput {
    guard let duration = DurationInput(text) else {
      throw ValidationError(
        "'\(text)' is not a duration: give seconds, or 90s, 15m, 2h, 1d, at most 36500d.")
    }
    return duration
  }
}
