/// A span of time in a sentence that is kept: whole seconds, one decimal below ten.
enum SecondsText {
  static func text(_ seconds: Double) -> String {
    guard seconds < 10 else { return "\(Int64(min(seconds, 1e15))) seconds" }
    let tenths = Int64((max(0, seconds) * 10).rounded(.down))
    return "\(tenths / 10).\(tenths % 10) seconds"
  }
}
