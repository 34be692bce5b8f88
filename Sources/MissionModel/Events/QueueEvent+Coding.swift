package import CanonicalJSON

extension QueueEvent {
  /// Reads a stored event; one that this build can't read is `unknown`.
  package init(
    type: String, schema: Int, payload: JSONText, upcasting: Upcasting = .current
  ) throws(JSONError) {
    guard let known = QueueEventType(rawValue: type),
      let payload = try upcasting.current(type: type, schema: schema, payload: payload)
    else {
      self = .unknown(UnknownEvent(type: type, schema: schema, payload: payload))
      return
    }
    switch known {
    case .paused: self = .paused(try .init(payload: payload))
    case .resumed: self = .resumed(try .init(payload: payload))
    case .imported: self = .imported(try .init(payload: payload))
    }
  }

  /// The stored type.
  package var type: String {
    switch self {
    case .paused: QueueEventType.paused.rawValue
    case .resumed: QueueEventType.resumed.rawValue
    case .imported: QueueEventType.imported.rawValue
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
    case .paused(let body): body.payload
    case .resumed(let body): body.payload
    case .imported(let body): body.payload
    case .unknown(let event): event.payload
    }
  }
}
