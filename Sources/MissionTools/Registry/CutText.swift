import CanonicalJSON
import Platform

/// A value whose texts are cut at a number of bytes, never within a character, and whose lists at a
/// number of elements.
///
/// Ids and cursors, by which more is asked for, stay whole, and so do an answer's own lists.
struct CutText: JSONWritable {
  /// How far an answer is cut: the bytes of a text and the elements of an inner list that stay.
  struct Step {
    /// Nothing is cut.
    static let none = Step(texts: .max)

    let texts: Int
    var elements = Int.max
  }

  /// The steps that leave a long text about as long as there is room for.
  static let roomySteps = [16_000, 8_000, 4_000, 2_000].map { Step(texts: $0) }
  /// The steps that leave enough of every text to tell what it is about.
  static let gentleSteps = [
    Step(texts: 1_000), Step(texts: 250), Step(texts: 250, elements: 16),
  ]
  /// Every step, each cutting further than the one before; even the last leaves times and the
  /// contract's words whole.
  static let steps =
    gentleSteps + [
      Step(texts: 64, elements: 16), Step(texts: 64, elements: 4), Step(texts: 64, elements: 1),
      Step(texts: 32, elements: 1),
    ]
  /// The most bytes that an id or a cursor has.
  private static let nameBytes = 512

  /// The nullable members that the last steps drop; what a mission waits for stays.
  private static let spareMembers: Set<String> = ["last_answer", "last_progress"]

  private let json: [UInt8]
  private let limit: Int
  private let elements: Int
  /// The depth from which elements are counted: an answer's own lists stay whole.
  private static let openDepth = 2
  /// The members that hold objects of others: these may lose members, the contract's own objects
  /// none.
  private static let openMembers: Set<String> = [
    "constraints", "metadata", "payload", "event_payload",
  ]

  /// Makes the cut of a value; lists stay whole where no number is given.
  init(_ value: some JSONWritable, limit: Int, elements: Int = .max) {
    json = value.writtenBytes
    self.limit = limit
    self.elements = elements
  }

  /// Whether anything was left out.
  var isShorter: Bool { writtenBytes.count < json.count }

  func write(into writer: inout JSONWriter) {
    var reader = JSONReader(trusted: json)
    try? copy(&reader, to: &writer, limit: limit, depth: 0, isOpen: false)
  }

  /// Writes the members of a value that is an object.
  func writeMembers(into writer: inout JSONWriter) {
    var reader = JSONReader(trusted: json)
    try? copyMembers(&reader, to: &writer, depth: 0, isOpen: false)
  }

  /// Copies one value; the bytes were just written, so no error can come of them.
  private func copy(
    _ reader: inout JSONReader, to writer: inout JSONWriter, limit: Int, depth: Int, isOpen: Bool
  ) throws(JSONError) {
    switch try reader.peek() {
    case .object:
      try writer.object { writer throws(JSONError) in
        try copyMembers(&reader, to: &writer, depth: depth, isOpen: isOpen)
      }
    case .array:
      var count = 0
      try writer.array { writer throws(JSONError) in
        try reader.readArray { reader throws(JSONError) in
          count += 1
          guard depth < Self.openDepth || count <= elements else { return }
          writer.nextElement()
          try copy(&reader, to: &writer, limit: limit, depth: depth, isOpen: isOpen)
        }
      }
    case .string: writer.value(try reader.readString().cut(bytes: limit))
    default: writer.value(try reader.readText())
    }
  }

  private func copyMembers(
    _ reader: inout JSONReader, to writer: inout JSONWriter, depth: Int, isOpen: Bool
  ) throws(JSONError) {
    var count = 0
    try reader.readObject { key, reader throws(JSONError) in
      count += 1
      guard !isOpen || count <= elements else { return }
      let name = key.string
      // A name that is cut can't equal another: only one member is left.
      writer.key(isOpen && elements == 1 ? name.cut(bytes: limit) : name)
      if elements == 1, Self.spareMembers.contains(name) { return writer.value(JSONText.null) }
      let limit = Self.isName(name) ? max(limit, Self.nameBytes) : limit
      try copy(
        &reader, to: &writer, limit: limit, depth: depth + 1,
        isOpen: isOpen || Self.openMembers.contains(name))
    }
  }

  private static func isName(_ member: String) -> Bool {
    member.hasSuffix("_id") || member.hasSuffix("_ids") || member == "next_cursor"
  }
}
