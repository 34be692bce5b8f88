/// The end of a command's output, kept for the failure's detail.
struct OutputTail {
  /// How much is kept, in bytes.
  static let limit = 2_048

  private var bytes: [UInt8] = []
  /// How many bytes there were in all.
  private(set) var total: Int64 = 0

  mutating func append(_ piece: ArraySlice<UInt8>) {
    total += Int64(piece.count)
    bytes += piece.suffix(Self.limit)
    if bytes.count > 4 * Self.limit { bytes.removeFirst(bytes.count - Self.limit) }
  }

  /// The last bytes as text, at most `limit` of them, beginning at a character.
  func text(limit: Int = OutputTail.limit) -> String {
    var start = max(0, bytes.count - limit)
    while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
    let text = String(decoding: bytes[start...], as: UTF8.self)
    // Bytes that aren't UTF-8 were replaced by three bytes each, so the text may be longer.
    return String(text.fitting(limit))
  }

  /// The last line meant for a person, not for the worker.
  var lastLine: String? {
    let lines = text().split(whereSeparator: \.isNewline)
    // The rest of a line without its beginning may be an instruction, and is shown only if there is
    // nothing else.
    let whole = total > Self.limit && lines.count > 1 ? lines.dropFirst() : lines[...]
    return whole.last { line in
      !line.isBlank && InstructionReading(OutputLine(bytes: Array(line.utf8))) == nil
    }.map(String.init)
  }
}

extension String {
  /// The longest end that has at most `limit` bytes and begins at a character.
  fileprivate func fitting(_ limit: Int) -> Substring {
    var rest = self[...]
    while rest.utf8.count > limit { rest = rest.dropFirst() }
    return rest
  }
}
