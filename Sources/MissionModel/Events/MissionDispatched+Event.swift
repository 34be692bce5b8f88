package import EventLog

extension MissionDispatched {
  /// Reads what a mission's first event settled; nil for an event that begins no mission.
  ///
  /// - Throws: `event_schema_too_new` for an event of a later build, naming it.
  package init?(_ event: RecordedEvent, _ upcasting: Upcasting = .current) throws {
    let change = try MissionEvent(
      type: event.type, schema: event.schema, payload: event.payload, upcasting: upcasting)
    switch change {
    case .dispatched(let origin): self = origin
    case .imported(let imported): self = imported.origin
    case .unknown(let unread):
      try unread.refuse(MissionEventType.self, at: event.id)
      return nil
    default: return nil
    }
  }
}
