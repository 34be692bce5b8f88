package import CanonicalJSON
package import EventLog

/// Everything that can happen to feeds and to the bridge that fills them.
package enum RuntimeEvent: Hashable, Sendable {
  case delivered(BridgeDelivered)
  case advanced(BridgeAdvanced)
  case cursorMoved(BridgeCursorMoved)
  case acknowledged(FeedAcknowledged)
  /// A type or a schema that this build doesn't know.
  case unknown(UnknownEvent)
}

extension RuntimeEvent {
  /// Reads a stored event; one that this build can't read is `unknown`.
  ///
  /// - Throws: Only for a payload that breaks the rules of its own type and schema.
  package init(
    type: String, schema: Int, payload: JSONText, upcasting: Upcasting = .current
  ) throws(JSONError) {
    guard let known = RuntimeEventType(rawValue: type),
      let payload = try upcasting.current(type: type, schema: schema, payload: payload)
    else {
      self = .unknown(UnknownEvent(type: type, schema: schema, payload: payload))
      return
    }
    switch known {
    case .delivered: self = .delivered(try .init(payload: payload))
    case .advanced: self = .advanced(try .init(payload: payload))
    case .cursorMoved: self = .cursorMoved(try .init(payload: payload))
    case .acknowledged: self = .acknowledged(try .init(payload: payload))
    }
  }

  /// The stored type.
  package var type: String {
    switch self {
    case .delivered: RuntimeEventType.delivered.rawValue
    case .advanced: RuntimeEventType.advanced.rawValue
    case .cursorMoved: RuntimeEventType.cursorMoved.rawValue
    case .acknowledged: RuntimeEventType.acknowledged.rawValue
    case .unknown(let event): event.type
    }
  }

  /// The canonical payload, as it is stored.
  package var payload: JSONText {
    switch self {
    case .delivered(let body): body.payload
    case .advanced(let body): body.payload
    case .cursorMoved(let body): body.payload
    case .acknowledged(let body): body.payload
    case .unknown(let event): event.payload
    }
  }
}

extension RuntimeEvent {
  /// Reads an event of the runtime ledger; nil if it concerns neither feeds nor the bridge.
  ///
  /// - Throws: For a payload that can't be decoded, and for a known type of a newer schema.
  package static func known(
    _ event: RecordedEvent, _ upcasting: Upcasting = .current
  ) throws -> RuntimeEvent? {
    guard RuntimeEventType(rawValue: event.type) != nil else { return nil }
    let change = try RuntimeEvent(
      type: event.type, schema: event.schema, payload: event.payload, upcasting: upcasting)
    if case .unknown(let unread) = change { try unread.refuse(RuntimeEventType.self) }
    return change
  }

  /// The source event up to which the bridge had read; nil if the event tells none, or nothing was
  /// read.
  package var mark: SourceMark? {
    switch self {
    case .delivered(let body): body.source
    case .advanced(let body): body.source
    case .cursorMoved(let body):
      body.leaf.map {
        SourceMark(
          event: EventID(ledger: body.ledger, position: body.target), lineage: body.lineage,
          leaf: $0)
      }
    case .acknowledged, .unknown: nil
    }
  }

  /// The source ledger whose cursor the event moves; nil if it moves none.
  package var source: String? {
    switch self {
    case .delivered(let body): body.source.event.ledger
    case .advanced(let body): body.source.event.ledger
    case .cursorMoved(let body): body.ledger
    case .acknowledged, .unknown: nil
    }
  }
}
