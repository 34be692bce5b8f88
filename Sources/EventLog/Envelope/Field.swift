/// The rule for every text of an envelope.
enum Field {
  /// Checks that a text has 1 to `maximum` bytes and no control character.
  ///
  /// - Throws: `invalidEvent` if it doesn't.
  static func check(_ text: String, as name: String, maximum: Int) throws(LogError) {
    let bytes = text.utf8.span
    guard !bytes.isEmpty, bytes.count <= maximum else {
      throw LogError(
        .invalidEvent, "\(name) has \(bytes.count) bytes, 1 to \(maximum) were expected")
    }
    for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x7f {
      throw LogError(.invalidEvent, "\(name) has a control character")
    }
  }
}
