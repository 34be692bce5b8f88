public import CanonicalJSON
public import Platform

/// An event to be appended: everything but the members that the log itself decides.
public struct NewEvent: Hashable, Sendable {
  /// The largest payload in bytes: 1 MiB.
  public static let maximumPayload = 1 << 20

  /// What happened, such as `order.placed`.
  public var type: String
  /// The version of the payload's shape, from 1.
  public var schema: Int
  /// A JSON object, stored and returned byte for byte.
  public var payload: JSONText
  /// When it happened by the actor's own clock, if that differs from the log's.
  public var occurredAt: Instant?
  /// Who did it.
  public var actor: String
  /// The event that led to it.
  public var causation: EventID?
  /// The call that asked for it.
  public var requestID: String?
  /// The trace that the event belongs to.
  public var traceID: String?

  /// Makes an event; it is checked when it is appended.
  public init(
    type: String, schema: Int = 1, payload: JSONText, occurredAt: Instant? = nil, actor: String,
    causation: EventID? = nil, requestID: String? = nil, traceID: String? = nil
  ) {
    self.type = type
    self.schema = schema
    self.payload = payload
    self.occurredAt = occurredAt
    self.actor = actor
    self.causation = causation
    self.requestID = requestID
    self.traceID = traceID
  }

  /// Checks everything that a ledger can't store.
  ///
  /// - Throws: `invalidEvent` or `payloadTooLarge`.
  package func check() throws(LogError) {
    try Field.check(type, as: "an event's type", maximum: 256)
    try Field.check(actor, as: "an event's actor", maximum: 512)
    if let requestID { try Field.check(requestID, as: "a request id", maximum: 512) }
    if let traceID { try Field.check(traceID, as: "a trace id", maximum: 512) }
    if let causation {
      try Field.check(causation.ledger, as: "a causation's ledger", maximum: 128)
    }
    guard schema > 0, schema <= Int(Int32.max) else {
      throw LogError(.invalidEvent, "an event's schema is \(schema), 1 or more was expected")
    }
    let size = payload.bytes.count
    guard size <= NewEvent.maximumPayload else {
      throw LogError(
        .payloadTooLarge,
        "the payload of \(type) has \(size) bytes, \(NewEvent.maximumPayload) are the most")
    }
    guard payload.bytes.first == UInt8(ascii: "{") else {
      throw LogError(.invalidEvent, "the payload of \(type) is not a JSON object")
    }
  }
}
