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
