/// A part of a file's bytes read as text: whole characters, or nothing.
struct TextWindow: Hashable, Sendable {
  let text: String
  /// How many bytes were left out at the front, being the rest of a character that began before.
  let skipped: Int
  /// How many bytes the text takes.
  let used: Int

  /// Reads at most `limit` bytes as text.
  ///
  /// Returns nil where they are not UTF-8 or hold a NUL. A character that the limit cuts is left out;
  /// `reachesEnd` says that the bytes are the file's last, so that a cut character there is no text.
  init?(_ bytes: [UInt8], limit: Int, beginsInside: Bool = false, reachesEnd: Bool) {
    let first = beginsInside ? bytes.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count : 0
    var end = min(bytes.count, first + limit)
    if end < bytes.count || !reachesEnd { end = Self.boundary(bytes, before: end, from: first) }
    let window = bytes[first..<end]
    guard !window.contains(0), let text = String(validating: window, as: UTF8.self) else {
      return nil
    }
    self.text = text
    skipped = first
    used = window.count
  }

  /// The last place at or before `end` where a character ends.
  private static func boundary(_ bytes: [UInt8], before end: Int, from start: Int) -> Int {
    var lead = end - 1
    while lead >= start, end - lead < 4, bytes[lead] & 0xC0 == 0x80 { lead -= 1 }
    guard lead >= start else { return end }
    let length =
      switch bytes[lead] {
      case 0xF0...: 4
      case 0xE0...: 3
      case 0xC0...: 2
      default: 1
      }
    return lead + length <= end ? end : lead
  }
}
