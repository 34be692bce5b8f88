import CanonicalJSON
import EventLog
import MissionControl
import MissionModel
import MissionReplay

extension ServedAnswer {
  /// The place in every ledger after the events of the answer.
  func place() throws -> LedgerCursor { try Self.place(try object.text("cursor"), "cursor") }

  /// A place in every ledger, from a server's text.
  static func place(_ text: String, _ name: String) throws(MissionError) -> LedgerCursor {
    try LedgerCursor(text, field: name, known: nil, only: nil)
  }

  /// One event of a stream.
  static func event(_ json: [UInt8]) throws -> RecordedEvent {
    try reading("event") { () throws(JSONError) in
      var reader = JSONReader(try JSONText(canonicalizing: json, limits: .own))
      return try RecordedEvent(reading: &reader, streamID: nil)
    }
  }

  /// The events of the answer; `stream` is the position of their stream's first event, if they are
  /// of one stream and it isn't among them.
  func events(of stream: Int64? = nil) throws -> [RecordedEvent] {
    try Self.reading { () throws(JSONError) in
      var events: [RecordedEvent] = []
      var reader = JSONReader(object["events"] ?? .emptyArray)
      try reader.readArray { reader throws(JSONError) in
        events.append(
          try RecordedEvent(reading: &reader, streamID: stream ?? events.first?.streamID))
      }
      return events
    }
  }
}
