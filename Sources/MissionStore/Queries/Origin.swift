package import EventLog
package import EventProjections
package import MissionModel

extension MissionDispatched {
  /// Reads what a mission's first event settled; nil when it is no first event that this build knows.
  package init?(_ event: RecordedEvent) throws {
    switch try MissionEvent(type: event.type, schema: event.schema, payload: event.payload) {
    case .dispatched(let origin): self = origin
    case .imported(let imported): self = imported.origin
    default: return nil
    }
  }
}

extension ProjectionReader {
  /// What the mission whose first event has this position was asked for; nil when there is none.
  package func origin(at position: Int64) throws -> MissionDispatched? {
    try log.event(at: position).flatMap { try MissionDispatched($0) }
  }
}

extension ProjectionTransaction {
  /// What the mission whose first event has this position was asked for; nil when there is none.
  package func origin(at position: Int64) throws -> MissionDispatched? {
    try event(at: position).flatMap { try MissionDispatched($0) }
  }
}
