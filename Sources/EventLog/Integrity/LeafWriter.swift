import Platform

/// Writes an event's leaf: the canonical JSON of its envelope with its payload's digest.
///
/// It keeps its memory from one event to the next, and belongs to one thread.
struct LeafWriter {
  private let ledger: [UInt8]
  private var output: [UInt8] = []

  /// Makes a writer for the events of one ledger.
  init(ledger: String) {
    self.ledger = [UInt8](quoting: ledger)
  }

  /// The hash of an event's leaf.
  mutating func hash(of envelope: Envelope, payload: Span<UInt8>) -> Digest {
    output.removeAll(keepingCapacity: true)
    output.append(0)
    write(envelope, payload: payload, exporting: false)
    return Digest(of: output.span)
  }

  /// The event's line in an export: the leaf's object with the payload and the stream's salt.
  mutating func exportLine(of envelope: Envelope, payload: Span<UInt8>) -> [UInt8] {
    output.removeAll(keepingCapacity: true)
    write(envelope, payload: payload, exporting: true)
    return output
  }

  private mutating func write(_ envelope: Envelope, payload: Span<UInt8>, exporting: Bool) {
    raw("{\"actor\":")
    output += envelope.actor.quoted
    optional(",\"causation\":", envelope.causation)
    raw(",\"ledger\":")
    output += ledger
    raw(",\"occurred_at\":")
    if let occurredAt = envelope.occurredAt { time(occurredAt) } else { raw("null") }
    if exporting {
      raw(",\"payload\":")
      for index in payload.indices { output.append(payload[index]) }
      raw(",\"payload_salt\":\"")
      hex(envelope.stream.salt)
      raw("\"")
    }
    raw(",\"payload_sha256\":\"")
    envelope.stream.payloadDigest(version: envelope.version, payload).writeHex(into: &output)
    raw("\",\"position\":")
    number(envelope.position)
    raw(",\"recorded_at\":")
    time(envelope.recordedAt)
    optional(",\"request_id\":", envelope.requestID)
    raw(",\"schema\":")
    number(envelope.schema)
    raw(",\"stream\":")
    output += envelope.stream.quoted
    optional(",\"trace_id\":", envelope.traceID)
    raw(",\"type\":")
    output += envelope.type.quoted
    raw(",\"version\":")
    number(envelope.version)
    raw("}")
  }

  private mutating func raw(_ text: StaticString) {
    output.append(contentsOf: text.description.utf8)
  }

  private mutating func optional(_ key: StaticString, _ text: String?) {
    raw(key)
    if let text { output.append(quoted: text) } else { raw("null") }
  }

  private mutating func time(_ microseconds: Int64) {
    raw("\"")
    Instant(microseconds: microseconds).write(into: &output)
    raw("\"")
  }

  private mutating func number(_ value: Int64) {
    output.append(contentsOf: String(value).utf8)
  }

  private mutating func hex(_ bytes: [UInt8]) {
    output.append(contentsOf: bytes.hex.utf8)
  }
}
