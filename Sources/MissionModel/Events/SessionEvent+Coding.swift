package import CanonicalJSON

extension SessionEvent {
  /// Reads a stored event; one that this build can't read is `unknown`.
  package init(
    type: String, schema: Int, payload: JSONText, upcasting: Upcasting = .current
  ) throws(JSONError) {
    guard let known = SessionEventType(rawValue: type),
      let payload = try upcasting.current(type: type, schema: schema, payload: payload)
    else {
      self = .unknown(UnknownEvent(type: type, schema: schema, payload: payload))
      return
    }
    switch known {
    case .registered: self = .registered(try .init(payload: payload))
    case .heartbeat: self = .heartbeat(try .init(payload: payload))
    case .degraded: self = .degraded(try .init(payload: payload))
    case .lost: self = .lost(try .init(payload: payload))
    case .retired: self = .retired(try .init(payload: payload))
    }
  }

  /// The stored type.
  package var type: String {
    switch self {
    case .registered: SessionEventType.registered.rawValue
    case .heartbeat: SessionEventType.heartbeat.rawValue
    case .degraded: SessionEventType.degraded.rawValue
    case .lost: SessionEventType.lost.rawValue
    case .retired: SessionEventType.retired.rawValue
    case .unknown(let event): event.type
    }
  }

  /// The version of the payload's shape.
  package var schema: Int {
    if case .unknown(let event) = self { event.schema } else { Upcasting.current.schema(of: type) }
  }

  /// The canonical payload, as it is stored.
  package var payload: JSONText {
    switch self {
    case .registered(let body): body.payload
    case .heartbeat(let body): body.payload
    case .degraded(let body): body.payload
    case .lost(let body): body.payload
    case .retired(let body): body.payload
    case .unknown(let event): event.payload
    }
  }
}
