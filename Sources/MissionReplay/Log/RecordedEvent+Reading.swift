package import CanonicalJSON
package import EventLog
import Platform

extension RecordedEvent {
  /// Reads an event as every door shows it.
  ///
  /// `streamID` is the position of its stream's first event, which the text doesn't hold; nil for
  /// an event that is itself the first.
  ///
  /// - Throws: an error for a value that is not an event.
  package init(reading reader: inout JSONReader, streamID: Int64?) throws(JSONError) {
    var (texts, numbers): ([String: String], [String: Int64]) = ([:], [:])
    var payload = JSONText.emptyObject
    try reader.readObject { key, reader throws(JSONError) in
      let name = key.string
      if name == "payload" {
        payload = try reader.readText()
      } else if try !reader.readNull() {
        if try reader.peek() == .integer {
          numbers[name] = try reader.readInt64()
        } else {
          texts[name] = try reader.readString()
        }
      }
    }
    guard let ledger = texts["ledger"], let position = numbers["position"],
      let stream = texts["stream"], let version = numbers["version"], let type = texts["type"],
      let recordedAt = texts["recorded_at"].flatMap({ Instant(iso8601: $0) })
    else {
      throw JSONError(code: .wrongType, offset: 0, message: "this is no event")
    }
    self.init(
      ledger: ledger, position: position, stream: StreamName(trusted: stream),
      streamID: streamID ?? position, version: version, type: type,
      schema: Int(numbers["schema"] ?? 1), recordedAt: recordedAt,
      occurredAt: texts["occurred_at"].flatMap { Instant(iso8601: $0) },
      actor: texts["actor"] ?? "", causation: texts["causation"].flatMap { EventID($0) },
      requestID: texts["request_id"], traceID: texts["trace_id"], payload: payload)
  }
}
