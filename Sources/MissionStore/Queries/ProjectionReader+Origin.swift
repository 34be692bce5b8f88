import EventLog
package import EventProjections
package import MissionModel

extension ProjectionReader {
  /// What the mission whose first event has this position was asked for; nil when there is none.
  package func origin(
    at position: Int64, _ upcasting: Upcasting = .current
  ) throws -> MissionDispatched? {
    try log.event(at: position).flatMap { try MissionDispatched($0, upcasting) }
  }
}

extension ProjectionTransaction {
  /// What the mission whose first event has this position was asked for; nil when there is none.
  package func origin(
    at position: Int64, _ upcasting: Upcasting = .current
  ) throws -> MissionDispatched? {
    try event(at: position).flatMap { try MissionDispatched($0, upcasting) }
  }
}
