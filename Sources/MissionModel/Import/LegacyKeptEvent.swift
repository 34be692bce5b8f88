import CanonicalJSON
package import Platform

/// One event of another system's ledger, as an annotation that is kept beside its mission.
package struct LegacyKeptEvent: Hashable, Sendable {
  /// The deepest nesting of a payload that is kept as JSON; the objects around it add their own
  /// levels.
  static let depth = 56
  /// The bytes of text in one part of a column that is too large.
  static let partBytes = 128 << 10
  /// The most bytes of an annotation's data: well below an event's payload.
  static let dataBytes = 1_000_000

  /// The text in place of a column that is too large for one event.
  static let elsewhere = "kept in the events that follow"

  /// The annotation.
  package let annotation: MissionAnnotated
  /// When the event happened, by its own clock.
  package let occurredAt: Instant?

  /// Keeps an event: its type, time and payload, malformed text as text; in several parts if it is
  /// too large for one.
  static func keeping(_ row: LegacyRow, _ oddities: inout [LegacyOddity]) -> [LegacyKeptEvent] {
    var reading = LegacyReading(row, key: row["event_id"].word ?? "row \(row.place)")
    defer { oddities += reading.oddities }
    let time = reading.time("created_at")
    let payload = reading.json("payload_json")
    let type = row["event_type"].word ?? "an event without a type"
    func data(without apart: [LegacyRow.Column]) -> JSONText {
      let isApart = { name in apart.contains { $0.isNamed(name) } }
      func value(_ name: String) -> LegacyValue {
        isApart(name) ? .text(elsewhere) : row[name]
      }
      return JSONText.object { object in
        object.field("event_id", value("event_id"))
        object.field("type", value("event_type"))
        object.field("time", time)
        object.field("created_at", value("created_at"))
        if let payload, !isApart("payload_json") {
          object.field("payload", payload)
        } else if isApart("payload_json") || row["payload_json"].isBlank {
          object.key("payload")
          object.null()
        } else {
          object.field("payload", row["payload_json"])
        }
        for column in row.columns where !isTold(column) {
          object.field(key(of: column, in: row), value(column.name))
        }
      }
    }
    var whole = data(without: [])
    var large: [LegacyRow.Column] = []
    if whole.bytes.count > dataBytes {
      reading.note(.tooLarge, "the event has \(whole.bytes.count) bytes")
      large = row.apart { large in
        whole = data(without: large)
        return whole.bytes.count <= dataBytes
      }
    }
    let name = type.utf8.count > 200 ? type.excerpt : type
    let annotation = MissionAnnotated(note: "\(name), kept from \(row.table)", data: whole)
    return [LegacyKeptEvent(annotation: annotation, occurredAt: time)]
      + large.flatMap { parts(of: $0.value, column: $0.name, of: row, at: time) }
  }

  /// Keeps a column that is too large for one event, as texts in order.
  static func parts(
    of value: LegacyValue, column: String, of row: LegacyRow, at time: Instant?
  ) -> [LegacyKeptEvent] {
    let texts = value.verbatim.parts(ofBytes: partBytes)
    return texts.enumerated().map { index, text in
      let data = JSONText.object { object in
        object.field("column", column)
        object.field("part", index + 1)
        object.field("parts", texts.count)
        object.field("text", text)
        if row.table == "vp_events", row["event_id"].size < 1_024 {
          object.field("event_id", row["event_id"])
        }
      }
      let note = "\(column), part \(index + 1) of \(texts.count), kept from \(row.table)"
      return LegacyKeptEvent(annotation: .init(note: note, data: data), occurredAt: time)
    }
  }

  /// Whether a column is kept under one of our own names.
  private static func isTold(_ column: LegacyRow.Column) -> Bool {
    ["event_id", "mission_id", "vp_id", "event_type", "payload_json", "created_at"]
      .contains(where: column.isNamed)
  }

  /// The name of a column among the others: one that we use for something else is prefixed with its
  /// table's name.
  private static func key(of column: LegacyRow.Column, in row: LegacyRow) -> String {
    guard ["type", "time", "payload"].contains(column.name) else { return column.name }
    var key = column.name
    repeat { key = "\(row.table).\(key)" } while row.columns.contains { $0.name == key }
    return key
  }
}

extension MissionAnnotated {
  /// The other system's event that it keeps: the type, the actor if it names one, and the payload if
  /// that holds anything.
  package var kept: (type: String, actor: String?, payload: String?)? {
    guard let members = try? data?.members, let type = members["type"]?.word else { return nil }
    let payload = members["payload"].flatMap { $0.word ?? $0.string }
    return (
      type, members["actor"]?.word, ["{}", "null", "\"\""].contains(payload) ? nil : payload
    )
  }
}

extension String {
  /// The text in pieces of at most `limit` bytes, none cut within a scalar.
  func parts(ofBytes limit: Int) -> [String] {
    var parts: [String] = []
    var part = String.UnicodeScalarView()
    var bytes = 0
    for scalar in unicodeScalars {
      let width = UTF8.width(scalar)
      if bytes + width > limit {
        parts.append(String(part))
        part = String.UnicodeScalarView()
        bytes = 0
      }
      part.append(scalar)
      bytes += width
    }
    parts.append(String(part))
    return parts
  }
}
