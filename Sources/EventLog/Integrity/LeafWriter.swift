import Platform

/// A writer of events' leaves: the canonical JSON of an envelope with its payload's digest.
///
/// It reuses its memory from one event to the next, and belongs to one thread.
struct LeafWriter {
  private let ledger: [UInt8]
  private let keys = Keys()
  /// The text between the actor and the payload's digest for events without a cause and a time of
  /// their own: most of a log.
  private let plainHead: [UInt8]
  private var output: [UInt8] = []
  /// The last second that was written, as text up to the decimal point.
  private var second = (value: Int64.min, text: [UInt8]())

  /// Makes a writer for the events of one ledger.
  init(ledger: String) {
    self.ledger = [UInt8](quoting: ledger)
    plainHead =
      keys.causation.null + keys.ledger + self.ledger + keys.occurredAt.null + keys.payloadDigest
    output.reserveCapacity(1_024)
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
    output += keys.actor
    output += envelope.actor.quoted
    if envelope.causation == nil, envelope.occurredAt == nil, !exporting {
      output += plainHead
    } else {
      writeHead(envelope, payload: payload, exporting: exporting)
    }
    envelope.stream.payloadDigest(version: envelope.version, payload).writeHex(into: &output)
    output += keys.position
    number(envelope.position)
    output += keys.recordedAt
    time(envelope.recordedAt)
    if envelope.requestID == nil, envelope.schema == 1 {
      output += keys.plainSchema
    } else {
      optional(keys.requestID, envelope.requestID)
      output += keys.schema
      number(envelope.schema)
      output += keys.stream
    }
    output += envelope.stream.quoted
    if envelope.traceID == nil {
      output += keys.plainType
    } else {
      optional(keys.traceID, envelope.traceID)
      output += keys.type
    }
    output += envelope.type.quoted
    output += keys.version
    number(envelope.version)
    output.append(UInt8(ascii: "}"))
  }

  /// Writes the text between the actor and the payload's digest.
  private mutating func writeHead(_ envelope: Envelope, payload: Span<UInt8>, exporting: Bool) {
    optional(keys.causation, envelope.causation)
    output += keys.ledger
    output += ledger
    if let occurredAt = envelope.occurredAt {
      output += keys.occurredAt.text
      time(occurredAt)
    } else {
      output += keys.occurredAt.null
    }
    if exporting {
      output += keys.payload
      for index in payload.indices { output.append(payload[index]) }
      output += keys.payloadSalt
      output.append(contentsOf: envelope.stream.salt.hex.utf8)
      output.append(UInt8(ascii: "\""))
    }
    output += keys.payloadDigest
  }

  private mutating func optional(_ key: OptionalKey, _ text: String?) {
    guard let text else { return output += key.null }
    output += key.text
    output.append(quoted: text)
  }

  /// Writes a time; events in order mostly share their second with the previous one.
  private mutating func time(_ microseconds: Int64) {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    let whole = remainder < 0 ? quotient - 1 : quotient
    if whole != second.value {
      var text = Array("\"".utf8)
      Instant(microseconds: microseconds).write(into: &text)
      second = (whole, Array(text.dropLast(7)))
    }
    output += second.text
    var fraction = remainder < 0 ? remainder + 1_000_000 : remainder
    var digits = [6 of UInt8](repeating: 0)
    for index in stride(from: 5, through: 0, by: -1) {
      digits[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10)
      fraction /= 10
    }
    output.append(addingCapacity: 8) { output in
      for index in 0..<6 { output.append(digits[index]) }
      output.append(UInt8(ascii: "Z"))
      output.append(UInt8(ascii: "\""))
    }
  }

  private mutating func number(_ value: Int64) {
    if value < 0 { output.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    var digits = [20 of UInt8](repeating: 0)
    var first = 20
    repeat {
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    output.append(addingCapacity: 20) { output in
      for index in first..<20 { output.append(digits[index]) }
    }
  }
}

/// The fixed texts of a leaf, each from the end of one value to the beginning of the next.
private struct Keys {
  let actor = Array("{\"actor\":".utf8)
  let causation = OptionalKey(",\"causation\":")
  let ledger = Array(",\"ledger\":".utf8)
  let occurredAt = OptionalKey(",\"occurred_at\":")
  let payload = Array(",\"payload\":".utf8)
  let payloadSalt = Array(",\"payload_salt\":\"".utf8)
  let payloadDigest = Array(",\"payload_sha256\":\"".utf8)
  let position = Array("\",\"position\":".utf8)
  let recordedAt = Array(",\"recorded_at\":".utf8)
  let requestID = OptionalKey(",\"request_id\":")
  let schema = Array(",\"schema\":".utf8)
  let stream = Array(",\"stream\":".utf8)
  let traceID = OptionalKey(",\"trace_id\":")
  let type = Array(",\"type\":".utf8)
  let version = Array(",\"version\":".utf8)
  /// The text before the stream for an event of schema 1 without a request.
  let plainSchema = Array(",\"request_id\":null,\"schema\":1,\"stream\":".utf8)
  /// The text before the type for an event without a trace.
  let plainType = Array(",\"trace_id\":null,\"type\":".utf8)
}

/// The fixed text before a value that may be absent.
private struct OptionalKey {
  /// The text before a value.
  let text: [UInt8]
  /// The text with `null` in place of a value.
  let null: [UInt8]

  init(_ text: String) {
    self.text = Array(text.utf8)
    null = Array((text + "null").utf8)
  }
}
