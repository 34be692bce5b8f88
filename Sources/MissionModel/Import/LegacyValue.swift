package import CanonicalJSON
import Platform

/// One value of another system's table, as its file holds it.
package enum LegacyValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case bytes([UInt8])

  /// The value as text without white space at its ends; nil for NULL, for an empty text, and for bytes that are none.
  package var word: String? {
    let text: String? =
      switch self {
      case .null: nil
      case .integer(let value): String(value)
      case .real(let value): String(value)
      case .text(let text): text
      case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
      }
    guard let trimmed = text?.trimmed, !trimmed.isEmpty else { return nil }
    return trimmed
  }

  /// Whether it says nothing: NULL, or white space.
  var isBlank: Bool {
    switch self {
    case .null: true
    case .integer, .real: false
    case .text(let text): text.trimmed.isEmpty
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)?.trimmed.isEmpty ?? false
    }
  }

  /// The bytes of one that are no text; nil for any other.
  var bytesOfNoText: [UInt8]? {
    guard case .bytes(let bytes) = self, String(validating: bytes, as: UTF8.self) == nil
    else { return nil }
    return bytes
  }

  /// About how many bytes it takes.
  var size: Int {
    switch self {
    case .null, .integer, .real: 8
    case .text(let text): text.utf8.count
    case .bytes(let bytes): 2 * bytes.count
    }
  }

  /// All of it as text, bytes that are none as their hexadecimal digits.
  var verbatim: String {
    switch self {
    case .null, .integer, .real: word ?? ""
    case .text(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self) ?? bytes.hex
    }
  }

  /// Whether it says yes: any number but zero, or a word for it.
  package var isTrue: Bool {
    switch self {
    case .integer(let value): value != 0
    case .real(let value): value != 0
    case .null, .text, .bytes:
      ["1", "true", "t", "yes", "y", "on"].contains(word?.lowercased() ?? "")
    }
  }
}

extension LegacyValue: JSONWritable {
  /// Writes the value as it is; bytes that are no text, and a number that JSON has none for, as an object that says so.
  package func write(into writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .integer(let value): value.write(into: &writer)
    case .real(let value) where value.isFinite: value.write(into: &writer)
    case .real(let value): writer.object { $0.field("real", String(value)) }
    case .text(let text): text.write(into: &writer)
    case .bytes(let bytes):
      if let text = String(validating: bytes, as: UTF8.self) {
        text.write(into: &writer)
      } else {
        writer.object { $0.field("hex", bytes.hex) }
      }
    }
  }
}

/// One row of another system's table: its columns by their names, whichever that file has.
package struct LegacyRow: Hashable, Sendable {
  /// One column of the row.
  package struct Column: Hashable, Sendable {
    package let name: String
    package let value: LegacyValue
    /// How many bytes the file has of it, where it is too long to be read whole.
    package let cutFrom: Int?

    /// Makes a column.
    package init(name: String, value: LegacyValue, cutFrom: Int? = nil) {
      self.name = name
      self.value = value
      self.cutFrom = cutFrom
    }

    /// Whether it has a name, in whatever letters: SQLite knows no two columns that differ by those alone.
    func isNamed(_ name: String) -> Bool {
      self.name == name
        || self.name.utf8.count == name.utf8.count && self.name.lowercased() == name.lowercased()
    }
  }

  /// The table.
  package let table: String
  /// The row's number in its table.
  package let place: Int64
  package let columns: [Column]

  /// Makes a row.
  package init(table: String, place: Int64, columns: [Column]) {
    self.table = table
    self.place = place
    self.columns = columns
  }

  /// A column's value; NULL where the table has no such column.
  package subscript(_ name: String) -> LegacyValue {
    columns.first { $0.isNamed(name) }?.value ?? .null
  }

  /// The whole row as one object.
  package var json: JSONText { json { $0.value } }

  /// The columns that have to be kept elsewhere so that the rest `fits`: as few as do, the largest.
  func apart(_ fits: ([Column]) -> Bool) -> [Column] {
    var limit = 16 << 10
    while true {
      let large = columns.filter { $0.value.size > limit }
      if limit < 16 || fits(large) { return large }
      limit /= 4
    }
  }

  /// The whole row as one object, but for columns of which something else is said.
  func json(without apart: [Column], saying words: String) -> JSONText {
    json { apart.contains($0) ? .text(words) : $0.value }
  }

  /// The row as one object that an event can hold, and the columns that had to be left out for that.
  package var fitting: (text: JSONText, leftOut: [Column]) {
    var text = json
    guard text.bytes.count > LegacyKeptEvent.dataBytes else { return (text, []) }
    let leftOut = apart { large in
      text = json(without: large, saying: "left out")
      return text.bytes.count <= LegacyKeptEvent.dataBytes
    }
    return (text, leftOut)
  }

  /// The whole row as one object, its values as `value` gives them.
  private func json(_ value: (Column) -> LegacyValue) -> JSONText {
    JSONText.object { object in
      for column in columns { object.field(column.name, value(column)) }
    }
  }
}
