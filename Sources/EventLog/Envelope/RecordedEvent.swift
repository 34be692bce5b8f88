public import CanonicalJSON
public import Platform

/// An event as the log holds it.
public struct RecordedEvent: Hashable, Sendable {
  /// The ledger's name.
  public let ledger: String
  /// Its place in the ledger: 1, 2, 3 … without a gap, in commit order.
  public let position: Int64
  /// The stream that it belongs to.
  public let stream: StreamName
  /// Its place in the stream: 1, 2, 3 … without a gap.
  public let version: Int64
  /// What happened.
  public let type: String
  /// The version of the payload's shape.
  public let schema: Int
  /// When the log recorded it: never earlier than the previous event.
  public let recordedAt: Instant
  /// When it happened by the actor's own clock, if that differs.
  public let occurredAt: Instant?
  /// Who did it.
  public let actor: String
  /// The event that led to it.
  public let causation: EventID?
  /// The call that asked for it.
  public let requestID: String?
  /// The trace that the event belongs to.
  public let traceID: String?
  /// The payload as it was appended, byte for byte.
  public package(set) var payload: JSONText
  /// The stream's number in this ledger: the position of its first event.
  package let streamID: Int64

  /// The event's permanent name.
  public var id: EventID { EventID(ledger: ledger, position: position) }

  package init(
    ledger: String, position: Int64, stream: StreamName, streamID: Int64, version: Int64,
    type: String, schema: Int = 1, recordedAt: Instant, occurredAt: Instant? = nil, actor: String,
    causation: EventID? = nil, requestID: String? = nil, traceID: String? = nil, payload: JSONText
  ) {
    self.ledger = ledger
    self.position = position
    self.stream = stream
    self.streamID = streamID
    self.version = version
    self.type = type
    self.schema = schema
    self.recordedAt = recordedAt
    self.occurredAt = occurredAt
    self.actor = actor
    self.causation = causation
    self.requestID = requestID
    self.traceID = traceID
    self.payload = payload
  }

  /// The event with its stream's number in a ledger.
  func numbered(_ streamID: Int64) -> RecordedEvent {
    RecordedEvent(
      ledger: ledger, position: position, stream: stream, streamID: streamID, version: version,
      type: type, schema: schema, recordedAt: recordedAt, occurredAt: occurredAt, actor: actor,
      causation: causation, requestID: requestID, traceID: traceID, payload: payload)
  }
}
