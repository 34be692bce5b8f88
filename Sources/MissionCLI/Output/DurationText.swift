/// Durations and ages as people read them: two units at most.
enum DurationText {
  /// `0.42s`, `12s`, `3m 05s`, `2h 14m`, `3d 04h`.
  static func text(seconds: Double) -> String {
    guard seconds.isFinite else { return "?" }
    guard seconds >= 0 else { return "-" + text(seconds: -seconds) }
    if seconds < 0.0995 { return "\(Int((seconds * 1000).rounded()))ms" }
    if seconds < 9.95 {
      let tenths = Int((seconds * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
    }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole)s" }
    if whole < 3_600 { return "\(whole / 60)m" + second(whole % 60, "s") }
    if whole < 86_400 { return "\(whole / 3_600)h" + second(whole % 3_600 / 60, "m") }
    return "\(whole / 86_400)d" + second(whole % 86_400 / 3_600, "h")
  }

  /// The coarsest unit alone, for narrow columns: `8s`, `3m`, `2h`, `5d`.
  static func short(seconds: Double) -> String {
    guard seconds.isFinite else { return "?" }
    let whole = Int(max(0, seconds))
    switch whole {
    case ..<60: return "\(whole)s"
    case ..<3_600: return "\(whole / 60)m"
    case ..<172_800: return "\(whole / 3_600)h"
    default: return "\(whole / 86_400)d"
    }
  }

  private static func second(_ value: Int, _ unit: String) -> String {
    guard value > 0 else { return "" }
    return value < 10 ? " 0\(value)\(unit)" : " \(value)\(unit)"
  }
}

/// Byte counts as people read them.
enum ByteText {
  /// `512 B`, `1.2 KiB`, `3.0 MiB`, `1.5 GiB`.
  static func text(_ bytes: Int64) -> String {
    guard bytes >= 1024 else { return "\(bytes) B" }
    var value = Double(bytes)
    var unit = "B"
    for next in ["KiB", "MiB", "GiB", "TiB", "PiB"] {
      guard value >= 1023.95 else { break }
      value /= 1024
      unit = next
    }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}

/// Counts as people read them: `12,345`, `1 mission`, `2 missions`.
enum CountText {
  /// The number with its thousands apart.
  static func text(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var groups = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { groups.append(",") }
      groups.append(digit)
    }
    return number < 0 ? "-" + groups : groups
  }

  /// The number with its noun, in the plural where it is not one.
  static func text(_ number: some BinaryInteger, _ noun: String, plural: String? = nil) -> String {
    "\(text(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
