import MissionModel

/// The two ways in which a URL encodes bytes.
enum PercentCoding {
  /// Reads a segment of a path.
  ///
  /// - Throws: `validation_error` for a text that doesn't encode UTF-8, and for NUL, which no name
  ///   holds.
  static func decode(_ text: Substring, plusIsSpace: Bool = false) throws(MissionError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { throw refusal(text, "a % without two hexadecimal digits") }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
      default: bytes.append(byte)
      }
    }
    guard !bytes.contains(0) else { throw refusal(text, "a NUL") }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
      throw refusal(text, "bytes that are not UTF-8")
    }
    return decoded
  }

  private static func refusal(_ text: Substring, _ found: String) -> MissionError {
    MissionError(.validationError, "'\(text.prefix(200))' in the URL holds \(found)")
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
