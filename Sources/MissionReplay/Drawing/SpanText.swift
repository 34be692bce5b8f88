/// Stretches of time as people read them.
package enum SpanText {
  /// `microseconds` as `0:12.3`, `1:02:03.4` or `2d 03:04:05`, cut, not rounded.
  package static func clock(_ microseconds: Int64) -> String {
    let tenths = max(microseconds, 0) / 100_000
    let seconds = tenths / 10
    let (minutes, hours, days) = (seconds / 60 % 60, seconds / 3_600 % 24, seconds / 86_400)
    if days > 0 {
      return "\(days)d \(two(hours)):\(two(minutes)):\(two(seconds % 60))"
    }
    let short = "\(two(seconds % 60)).\(tenths % 10)"
    return hours > 0 ? "\(hours):\(two(minutes)):\(short)" : "\(minutes):\(short)"
  }

  /// `microseconds` in its largest unit or two: `0.4 s`, `48 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`.
  package static func words(_ microseconds: Int64) -> String {
    let seconds = max(microseconds, 0) / 1_000_000
    switch seconds {
    case ..<10:
      let tenths = max(microseconds, 0) / 100_000
      return "\(tenths / 10).\(tenths % 10) s"
    case ..<60: return "\(seconds) s"
    case ..<3_600: return pair(seconds, 60, "min", 1, "s")
    case ..<86_400: return pair(seconds, 3_600, "h", 60, "min")
    default: return pair(seconds, 86_400, "d", 3_600, "h")
    }
  }

  private static func pair(
    _ seconds: Int64, _ unit: Int64, _ name: String, _ smaller: Int64, _ smallerName: String
  ) -> String {
    let rest = seconds % unit / smaller
    return "\(seconds / unit) \(name)" + (rest > 0 ? " \(rest) \(smallerName)" : "")
  }

  private static func two(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
