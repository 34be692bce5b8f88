import CanonicalJSON

/// A value whose texts are cut at a number of bytes, at a character and never within one, and whose lists at a number of
/// elements.
struct CutText: JSONWritable {
  private let json: [UInt8]
  private let limit: Int
  private let elements: Int
  /// How deep in objects their members are counted too: an answer's own and those of what it lists are all kept.
  private static let openDepth = 2

  /// Makes the cut of a value; lists stay whole where no number is given.
  init(_ value: some JSONWritable, limit: Int, elements: Int? = nil) {
    var writer = JSONWriter(order: .asWritten)
    writer.value(value)
    json = writer.finish()
    self.limit = limit
    self.elements = elements ?? .max
  }

  /// Whether anything was left out.
  var isShorter: Bool {
    var writer = JSONWriter(order: .asWritten)
    writer.value(self)
    return writer.finish().count < json.count
  }

  func write(into writer: inout JSONWriter) {
    var reader = JSONReader(trusted: json)
    try? copy(&reader, to: &writer, depth: 0)
  }

  /// Writes the members of a value that is an object.
  func writeMembers(into writer: inout JSONWriter) {
    var reader = JSONReader(trusted: json)
    try? copyMembers(&reader, to: &writer, depth: 0)
  }

  /// Copies one value; the bytes were just written, so no error can come of them.
  private func copy(
    _ reader: inout JSONReader, to writer: inout JSONWriter, depth: Int
  ) throws(JSONError) {
    switch try reader.peek() {
    case .object:
      try writer.object { writer throws(JSONError) in
        try copyMembers(&reader, to: &writer, depth: depth)
      }
    case .array:
      var count = 0
      try writer.array { writer throws(JSONError) in
        try reader.readArray { reader throws(JSONError) in
          count += 1
          guard count <= elements else { return }
          writer.nextElement()
          try copy(&reader, to: &writer, depth: depth)
        }
      }
    case .string: writer.value(Self.cut(try reader.readString(), to: limit))
    default: writer.value(try reader.readText())
    }
  }

  private func copyMembers(
    _ reader: inout JSONReader, to writer: inout JSONWriter, depth: Int
  ) throws(JSONError) {
    var count = 0
    try reader.readObject { key, reader throws(JSONError) in
      count += 1
      guard depth < Self.openDepth || count <= elements else { return }
      writer.key(key.string)
      try copy(&reader, to: &writer, depth: depth + 1)
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
