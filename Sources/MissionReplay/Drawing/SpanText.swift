/// Stretches of time as a clock shows them; for sentences and tables there is `DurationText`.
package enum SpanText {
  /// `microseconds` as `0:12.3`, `1:02:03.4` or `2d 03:04:05`, cut, not rounded; `isShort` shows
  /// those below a minute as `0:00.012`.
  package static func clock(_ microseconds: Int64, isShort: Bool = false) -> String {
    if isShort, microseconds < 60_000_000 {
      let thousandths = max(microseconds, 0) / 1_000
      let digits = String(thousandths % 1_000 + 1_000).dropFirst()
      return "0:\(two(thousandths / 1_000)).\(digits)"
    }
    let tenths = max(microseconds, 0) / 100_000
    let seconds = tenths / 10
    let (minutes, hours, days) = (seconds / 60 % 60, seconds / 3_600 % 24, seconds / 86_400)
    if days > 0 {
      return "\(days)d \(two(hours)):\(two(minutes)):\(two(seconds % 60))"
    }
    let short = "\(two(seconds % 60)).\(tenths % 10)"
    return hours > 0 ? "\(hours):\(two(minutes)):\(short)" : "\(minutes):\(short)"
  }

  private static func two(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
