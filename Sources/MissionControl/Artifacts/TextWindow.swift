/// A part of a file's bytes read as text: whole characters, and U+FFFD for bytes that are not text.
struct TextWindow: Hashable, Sendable {
  /// The text; nil where more than a tenth of the bytes are not text.
  let text: String?
  /// How many bytes were left out at the front: the rest of a character that began before.
  let skipped: Int
  /// How many bytes the part takes.
  let used: Int
  /// How many of them are not text: not UTF-8, or NULs.
  let unreadable: Int
  /// How many of them come before the first that is not text.
  let intact: Int

  /// Reads at most `limit` bytes as text from `start` on; bytes before it only show whether a
  /// character begins there.
  ///
  /// A character that the limit cuts is left out. With `reachesEnd` the bytes are the file's last,
  /// and a cut character is not text.
  init(_ bytes: [UInt8], from start: Int = 0, limit: Int, reachesEnd: Bool) {
    // A file may have shrunk since its size was asked.
    let start = min(start, bytes.count)
    let first = Self.beginning(in: bytes, at: start)
    var end = min(bytes.count, first + limit)
    if end < bytes.count || !reachesEnd { end = Self.boundary(bytes, before: end, from: first) }
    let window = bytes[first..<end]
    (skipped, used) = (first - start, window.count)
    if !window.contains(0), let text = String(validating: window, as: UTF8.self) {
      (self.text, unreadable, intact) = (text, 0, window.count)
    } else {
      (unreadable, intact) = Self.unreadable(in: window)
      let isText = unreadable <= window.count / 10
      text = isText ? String(decoding: window.map { $0 == 0 ? 0xFF : $0 }, as: UTF8.self) : nil
    }
  }

  /// The first place at or after `start` that is not inside an earlier character.
  private static func beginning(in bytes: [UInt8], at start: Int) -> Int {
    let lead = boundary(bytes, before: start, from: 0)
    var (rest, parser) = (bytes[lead...].makeIterator(), Unicode.UTF8.ForwardParser())
    guard lead < start, case .valid(let character) = parser.parseScalar(from: &rest) else {
      return start
    }
    return lead + character.count
  }

  /// How many bytes are not text, and how many come before the first of those.
  private static func unreadable(in bytes: ArraySlice<UInt8>) -> (count: Int, intact: Int) {
    var (rest, parser) = (bytes.makeIterator(), Unicode.UTF8.ForwardParser())
    var (length, count, intact) = (0, 0, bytes.count)
    while true {
      let bad: Int
      switch parser.parseScalar(from: &rest) {
      case .valid(let character):
        bad = character.first == 0 ? 1 : 0
        length += character.count - bad
      case .error(let bytes): bad = bytes
      case .emptyInput: return (count, intact)
      }
      if bad > 0 { intact = min(intact, length) }
      length += bad
      count += bad
    }
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
