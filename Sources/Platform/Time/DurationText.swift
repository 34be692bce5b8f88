/// Durations and ages as people read and write them: two units at most.
package enum DurationText {
  /// `45ms`, `0.4s`, `12s`, `3m 05s`, `2h 14m`, `3d 04h`.
  package static func text(seconds: Double) -> String {
    guard seconds.isFinite else { return "?" }
    guard seconds >= 0 else { return "-" + text(seconds: -seconds) }
    if seconds < 0.0995 { return "\(Int((seconds * 1000).rounded()))ms" }
    if seconds < 9.95 {
      let tenths = Int((seconds * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
    }
    let whole = whole(seconds.rounded())
    if whole < 60 { return "\(whole)s" }
    if whole < 3_600 { return "\(whole / 60)m" + second(whole % 60, "s") }
    if whole < 86_400 { return "\(whole / 3_600)h" + second(whole % 3_600 / 60, "m") }
    return "\(whole / 86_400)d" + second(whole % 86_400 / 3_600, "h")
  }

  /// The coarsest unit alone, for narrow columns: `8s`, `3m`, `2h`, `5d`.
  package static func short(seconds: Double) -> String {
    guard seconds.isFinite else { return "?" }
    let whole = whole(max(0, seconds).rounded(.down))
    switch whole {
    case ..<60: return "\(whole)s"
    case ..<3_600: return "\(whole / 60)m"
    case ..<172_800: return "\(whole / 3_600)h"
    default: return "\(whole / 86_400)d"
    }
  }

  /// A number without a fraction as an integer, held at `Int.max`.
  private static func whole(_ seconds: Double) -> Int { Int(exactly: seconds) ?? .max }

  private static func second(_ value: Int, _ unit: String) -> String {
    guard value > 0 else { return "" }
    return value < 10 ? " 0\(value)\(unit)" : " \(value)\(unit)"
  }
}
