import CanonicalJSON
package import Platform

/// One event of another system's ledger, as an annotation keeps it beside its mission.
package struct LegacyKeptEvent: Hashable, Sendable {
  /// How deep a payload may be nested to be kept as JSON: what holds it adds its own levels.
  static let depth = 56
  /// How many bytes of text one part of what is too large has.
  static let partBytes = 128 << 10
  /// How large an annotation's data may be: well below an event's payload.
  static let dataBytes = 1_000_000

  /// What is kept.
  package let annotation: MissionAnnotated
  /// When it happened, by its own clock.
  package let occurredAt: Instant?

  /// Keeps an event: its type, time and payload, malformed text as text; in several parts where it is too large for
  /// one.
  static func keeping(_ row: LegacyRow, _ oddities: inout [LegacyOddity]) -> [LegacyKeptEvent] {
    var reading = LegacyReading(row, key: row["event_id"].word ?? "row \(row.place)")
    defer { oddities += reading.oddities }
    let time = reading.time("created_at")
    let payload = reading.json("payload_json")
    let type = row["event_type"].word ?? "an event without a type"
    func data(_ payload: some JSONWritable) -> JSONText {
      JSONText.object { object in
        object.field("event_id", row["event_id"])
        object.field("type", row["event_type"])
        object.field("time", time)
        object.field("created_at", row["created_at"])
        object.field("payload", payload)
        for column in row.columns where !known.contains(column.name) {
          object.field(column.name, column.value)
        }
      }
    }
    let note = "\(type), kept from \(row.table)"
    let verbatim: LegacyValue = row["payload_json"].word == nil ? .null : row["payload_json"]
    let whole = payload.map { data($0) } ?? data(verbatim)
    guard whole.bytes.count > dataBytes else {
      return [
        LegacyKeptEvent(annotation: .init(note: note, data: whole), occurredAt: time)
      ]
    }
    reading.note(.tooLarge, "payload_json has \(whole.bytes.count) bytes")
    let rest = parts(of: row["payload_json"], column: "payload_json", of: row, at: time)
    return [
      LegacyKeptEvent(annotation: .init(note: note, data: data(LegacyValue.null)), occurredAt: time)
    ]
      + rest
  }

  /// Keeps a column that is too large for one event, as texts in order.
  static func parts(
    of value: LegacyValue, column: String, of row: LegacyRow, at time: Instant?
  ) -> [LegacyKeptEvent] {
    let texts = (value.word ?? "").parts(ofBytes: partBytes)
    return texts.enumerated().map { index, text in
      let data = JSONText.object { object in
        object.field("column", column)
        object.field("part", index + 1)
        object.field("parts", texts.count)
        object.field("text", text)
        if row.table == "vp_events" { object.field("event_id", row["event_id"]) }
      }
      let note = "\(column), part \(index + 1) of \(texts.count), kept from \(row.table)"
      return LegacyKeptEvent(annotation: .init(note: note, data: data), occurredAt: time)
    }
  }

  private static let known = [
    "event_id", "mission_id", "vp_id", "event_type", "payload_json", "created_at", "type", "time",
    "payload",
  ]
}

extension MissionAnnotated {
  /// The event of another system that is kept in it: its type, and its payload where that says anything.
  package var kept: (type: String, payload: String?)? {
    guard let members = data?.members, let type = members["type"]?.word else { return nil }
    let payload = members["payload"].flatMap { $0.word ?? $0.string }
    return (type, ["{}", "null", "\"\""].contains(payload) ? nil : payload)
  }
}

extension String {
  /// The text in pieces of at most so many bytes, none cut within a character.
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
