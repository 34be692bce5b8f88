import CanonicalJSON
package import Platform

/// One event in an export: everything that its leaf is made of, with the payload and the stream's
/// salt.
package struct ExportLine: Sendable {
  /// The event; its stream has no number in this process's ledgers.
  package let event: RecordedEvent
  /// The stream's salt: 16 bytes.
  package let salt: [UInt8]
  /// The hash of its leaf, computed from the event and the salt.
  package let leaf: Digest

  /// Reads a line and computes its leaf.
  ///
  /// - Throws: `invalidEvent` for a line that is not, to the byte, what an export writes: one whose
  ///   digest is not its payload's, whose keys are in another order, or whose numbers are written
  ///   otherwise.
  package init(_ line: [UInt8]) throws(LogError) {
    var fields = Fields()
    do throws(JSONError) {
      // A payload may be nested as deep as any outside text, and a delivered one contains another.
      var reader = JSONReader(trusted: try JSONText(canonicalizing: line, limits: .own).bytes)
      try reader.readObject { key, reader throws(JSONError) in try fields.take(key, &reader) }
    } catch {
      throw LogError(.invalidEvent, "no line of an export: \(error.message)")
    }
    guard let event = fields.event, let salt = fields.salt else {
      throw LogError(.invalidEvent, "no line of an export: a field is missing or malformed")
    }
    let stream = StreamEntry(id: event.position, name: event.stream, salt: salt)
    let envelope = Envelope(event, stream)
    var writer = LeafWriter(ledger: event.ledger)
    let payload = event.payload.bytes
    guard writer.exportLine(of: envelope, payload: payload.span) == line else {
      throw LogError(
        .invalidEvent, "event \(event.id) was changed: its line is not the one of what it says")
    }
    self.event = event
    self.salt = salt
    leaf = writer.hash(of: envelope, payload: payload.span)
  }

  /// The members of a line while they are read.
  private struct Fields {
    private var texts: [String: String] = [:]
    private var numbers: [String: Int64] = [:]
    private var payload: JSONText?

    mutating func take(_ key: JSONKey, _ reader: inout JSONReader) throws(JSONError) {
      let name = key.string
      switch name {
      case "payload": payload = try reader.readText()
      case "position", "version", "schema": numbers[name] = try reader.readInt64()
      default: texts[name] = try reader.readOptionalString()
      }
    }

    var salt: [UInt8]? {
      guard let salt = texts["payload_salt"].flatMap([UInt8].init(hex:)), salt.count == 16 else {
        return nil
      }
      return salt
    }

    var event: RecordedEvent? {
      guard let ledger = texts["ledger"], let stream = texts["stream"], let type = texts["type"],
        let actor = texts["actor"], let payload, let position = numbers["position"], position > 0,
        let version = numbers["version"], version > 0, let schema = numbers["schema"], schema > 0,
        let recordedAt = texts["recorded_at"].flatMap({ Instant(iso8601: $0) }),
        let name = try? StreamName(stream)
      else { return nil }
      return RecordedEvent(
        ledger: ledger, position: position, stream: name, streamID: 0, version: version,
        type: type, schema: Int(schema), recordedAt: recordedAt,
        occurredAt: texts["occurred_at"].flatMap { Instant(iso8601: $0) }, actor: actor,
        causation: texts["causation"].flatMap { EventID($0) }, requestID: texts["request_id"],
        traceID: texts["trace_id"], payload: payload)
    }
  }
}

extension Envelope {
  /// The envelope of an event that is in no file of this process.
  fileprivate init(_ event: RecordedEvent, _ stream: StreamEntry) {
    self.init(
      position: event.position, stream: stream, version: event.version,
      type: InternedName(id: 0, name: event.type), schema: Int64(event.schema),
      recordedAt: event.recordedAt.microseconds, occurredAt: event.occurredAt?.microseconds,
      actor: InternedName(id: 0, name: event.actor), causation: event.causation?.description,
      requestID: event.requestID, traceID: event.traceID)
  }
}
