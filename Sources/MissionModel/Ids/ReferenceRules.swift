/// The two shapes of text that name things: ids, which this program and its like choose, and
/// references, which come from anywhere and are only stored and compared.
package enum ReferenceRules {
  /// Whether `text` is an id: `[A-Za-z0-9][A-Za-z0-9._:-]{0,127}`.
  package static func isID(_ text: String) -> Bool {
    let bytes = text.utf8.span
    guard bytes.count >= 1, bytes.count <= 128, isAlphanumeric(bytes[0]) else { return false }
    for index in bytes.indices where !isAlphanumeric(bytes[index]) {
      switch bytes[index] {
      case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-"): continue
      default: return false
      }
    }
    return true
  }

  /// Whether `text` is a reference: 1 to 256 bytes without control characters.
  package static func isReference(_ text: String) -> Bool {
    let count = text.utf8.count
    guard count >= 1, count <= 256 else { return false }
    return !hasControlCharacter(text)
  }

  /// Whether `text` holds a C0 or C1 control character or DEL.
  package static func hasControlCharacter(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.value < 0x20 || ($0.value >= 0x7F && $0.value <= 0x9F) }
  }

  /// `text` on one line: line ends and control characters become spaces.
  package static func inOneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || hasControlCharacter(String($0)) ? " " : $0 })
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
