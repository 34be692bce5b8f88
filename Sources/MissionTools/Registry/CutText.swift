import CanonicalJSON

/// A value whose texts are cut at a number of bytes, at a character and never within one.
struct CutText: JSONWritable {
  private let json: [UInt8]
  private let limit: Int

  /// Makes the cut of a value.
  init(_ value: some JSONWritable, limit: Int) {
    var writer = JSONWriter(order: .asWritten)
    writer.value(value)
    json = writer.finish()
    self.limit = limit
  }

  func write(into writer: inout JSONWriter) {
    var reader = JSONReader(trusted: json)
    try? copy(&reader, to: &writer)
  }

  /// Copies one value; the bytes were just written, so no error can come of them.
  private func copy(
    _ reader: inout JSONReader, to writer: inout JSONWriter
  ) throws(JSONError) {
    switch try reader.peek() {
    case .object:
      try writer.object { writer throws(JSONError) in
        try reader.readObject { key, reader throws(JSONError) in
          writer.key(key.string)
          try copy(&reader, to: &writer)
        }
      }
    case .array:
      try writer.array { writer throws(JSONError) in
        try reader.readArray { reader throws(JSONError) in
          writer.nextElement()
          try copy(&reader, to: &writer)
        }
      }
    case .string: writer.value(Self.cut(try reader.readString(), to: limit))
    default: writer.value(try reader.readText())
    }
  }

  /// `text` in at most `limit` bytes, its end replaced by `…` where it is longer.
  static func cut(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var kept = ""
    var bytes = 3
    for character in text {
      bytes += character.utf8.count
      guard bytes <= limit else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
