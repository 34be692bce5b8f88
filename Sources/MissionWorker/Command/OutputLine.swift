/// A line of a command's output, without its line feed.
struct OutputLine: Hashable, Sendable {
  /// The line, or the part of it that was kept.
  let bytes: [UInt8]
  /// Whether that is the whole line.
  var isWhole = true

  /// Whether it begins like a JSON object.
  var opensObject: Bool {
    bytes.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "{")
  }

  /// Whether it begins like a JSON object with a key; judged by its strings and brackets alone, so
  /// that it works for bytes that are not JSON, too.
  func opensObject(with key: String) -> Bool {
    guard opensObject else { return false }
    var depth = 0
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        let start = index + 1
        index = endOfString(from: start)
        if depth == 1, bytes[start..<index].elementsEqual(key.utf8), isColon(after: index) {
          return true
        }
      default: break
      }
      index += 1
    }
    return false
  }

  /// The place of the quotation mark that ends a string; the end of the line if there is none.
  private func endOfString(from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index, bytes.count)
  }

  private func isColon(after index: Int) -> Bool {
    bytes.dropFirst(index + 1).first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: ":")
  }
}
