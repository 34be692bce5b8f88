import CanonicalJSON
import Platform

/// A reader of one row's columns as this program's values, which notes the oddities.
struct LegacyReading {
  let row: LegacyRow
  /// The row's name in a report: its key, as it stands there.
  let key: String
  private(set) var oddities: [LegacyOddity] = []

  init(_ row: LegacyRow, key: String) {
    self.row = row
    self.key = key
    for column in row.columns {
      if let bytes = column.value.bytesOfNoText {
        note(.noText, "\(column.name) is \(bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes")")
      }
    }
  }

  mutating func note(_ kind: LegacyOddity.Kind, _ detail: String) {
    oddities.append(LegacyOddity(kind, table: row.table, key: key, detail))
  }

  /// A time; nil for text that is no time.
  mutating func time(_ column: String) -> Instant? {
    guard let word = row[column].word else { return nil }
    guard let time = LegacyTime(row[column]) else {
      note(.unreadableTime, "\(column) is \(word.excerpt)")
      return nil
    }
    if !time.hasZone { note(.timeWithoutZone, "\(column) is \(word)") }
    return time.instant
  }

  /// A column of JSON; nil if it is empty, or is no JSON.
  mutating func json(_ column: String) -> JSONText? {
    guard let word = row[column].word else { return nil }
    do {
      let text = try JSONText(word)
      guard text.depth <= LegacyKeptEvent.depth else {
        note(.malformedJSON, "\(column) is nested \(text.depth) deep")
        return nil
      }
      return text
    } catch {
      note(.malformedJSON, "\(column): \(error.message)")
      return nil
    }
  }

  /// The members of a column that holds a JSON object; empty for anything else.
  mutating func members(_ column: String) -> [String: JSONText] {
    guard let text = json(column) else { return [:] }
    guard let members = try? text.members else {
      note(.malformedJSON, "\(column) is JSON, but no object")
      return [:]
    }
    return members
  }

  /// A reference; nil if it isn't valid here.
  mutating func reference(_ text: String?, _ name: String) -> String? {
    guard let text else { return nil }
    guard ReferenceRules.isReference(text) else {
      note(.illegalReference, "\(name) is \(text.excerpt)")
      return nil
    }
    return text
  }

  /// An id, made valid if it isn't: invalid characters become `-`.
  mutating func id(_ text: String?, _ name: String, absent: String) -> String {
    guard let text else {
      note(.illegalID, "\(name) is empty: \(absent) stands for it")
      return absent
    }
    guard !ReferenceRules.isID(text) else { return text }
    let legal = String(
      text.unicodeScalars.map { ReferenceRules.isID("a\($0)") ? Character($0) : "-" }.prefix(128)
        .drop { !$0.isLetter && !$0.isNumber })
    let name = "\(name) is \(text.excerpt)"
    let stand = legal.isEmpty ? absent : legal
    note(.illegalID, "\(name): \(stand) stands for it")
    return stand
  }
}

extension JSONText {
  /// A string's text without white space at its ends; nil for an empty one and for any other value.
  var word: String? {
    var reader = JSONReader(self)
    guard let text = try? reader.readString().trimmed, !text.isEmpty else { return nil }
    return text
  }

  /// How deep its arrays and objects are nested.
  var depth: Int {
    var (depth, deepest) = (0, 0)
    var isInString = false
    var isEscaped = false
    for byte in bytes {
      if isEscaped {
        isEscaped = false
      } else if isInString {
        isEscaped = byte == UInt8(ascii: "\\")
        isInString = byte != UInt8(ascii: "\"")
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        depth += 1
        deepest = max(deepest, depth)
      } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        depth -= 1
      }
    }
    return deepest
  }
}

extension String {
  /// The text in quotes, cut at 60 characters.
  var excerpt: String { (count > 60 ? prefix(60) + "…" : self[...]).debugDescription }
}
