extension [UInt8] {
  /// The JSON string of a text without control characters, as RFC 8785 writes it.
  init(quoting text: String) {
    self = []
    reserveCapacity(text.utf8.count + 2)
    append(quoted: text)
  }

  /// Appends the JSON string of a text without control characters.
  mutating func append(quoted text: String) {
    append(UInt8(ascii: "\""))
    if text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { append(UInt8(ascii: "\\")) }
        append(byte)
      }
    } else {
      append(contentsOf: text.utf8)
    }
    append(UInt8(ascii: "\""))
  }
}
