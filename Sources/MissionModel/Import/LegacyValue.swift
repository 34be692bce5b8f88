package import CanonicalJSON
import Platform

/// One value of another system's table, as its file holds it.
package enum LegacyValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case bytes([UInt8])

  /// The value as text without white space at its ends; nil for NULL, an empty text, and bytes that
  /// are no text.
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

  /// Whether it is empty: NULL, or white space.
  var isBlank: Bool {
    switch self {
    case .null: true
    case .integer, .real: false
    case .text(let text): text.trimmed.isEmpty
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)?.trimmed.isEmpty ?? false
    }
  }

  /// The bytes of a value that is no text; nil for any other value.
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

  /// All of it as text; bytes that are no text as hexadecimal digits.
  var verbatim: String {
    switch self {
    case .null, .integer, .real: word ?? ""
    case .text(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self) ?? bytes.hex
    }
  }

  /// Whether it means yes: any number but zero, or a word for it.
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
  /// Writes the value as it is; for bytes that are no text, or a number that JSON can't express, an
  /// object that says so.
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

/// One row of another system's table: its columns by name, whichever the file has.
package struct LegacyRow: Hashable, Sendable {
  /// One column of the row.
  package struct Column: Hashable, Sendable {
    package let name: String
    package let value: LegacyValue
    /// How many bytes the column has in the file, if it is too long to be read whole.
    package let cutFrom: Int?

    /// Makes a column.
    package init(name: String, value: LegacyValue, cutFrom: Int? = nil) {
      self.name = name
      self.value = value
      self.cutFrom = cutFrom
    }

    /// Whether it has this name, in upper or lower case: SQLite's column names don't differ by case
    /// alone.
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

  /// The columns that must be kept elsewhere so that the rest `fits`: as few as possible, the
  /// largest.
  func apart(_ fits: ([Column]) -> Bool) -> [Column] {
    var limit = 16 << 10
    while true {
      let large = columns.filter { $0.value.size > limit }
      if limit < 16 || fits(large) { return large }
      limit /= 4
    }
  }

  /// The whole row as one object, with `words` in place of some columns.
  func json(without apart: [Column], saying words: String) -> JSONText {
    json { apart.contains($0) ? .text(words) : $0.value }
  }

  /// The row as one object that fits an event, and the columns left out for that.
  package var fitting: (text: JSONText, leftOut: [Column]) {
    var text = json
    guard text.bytes.count > LegacyKeptEvent.dataBytes else { return (text, []) }
    let leftOut = apart { large in
      text = json(without: large, saying: "left out")
      return text.bytes.count <= LegacyKeptEvent.dataBytes
    }
    return (text, leftOut)
  }

  /// The whole row as one object, with the values that `value` returns.
  private func json(_ value: (Column) -> LegacyValue) -> JSONText {
    JSONText.object { object in
      for column in columns { object.field(column.name, value(column)) }
    }
  }
}
