import EventLog
package import MissionControl
package import MissionModel

extension Fleet {
  /// The types of a mission's events, heartbeats included.
  package func eventTypes(of id: MissionID) async throws -> [String] {
    var request = GetRequest()
    request.events = 500
    request.heartbeats = true
    return try await get(id, request).events.map(\.type)
  }

  /// The types of a mission's events without what all of them begin with.
  package func story(of id: MissionID) async throws -> [String] {
    try await eventTypes(of: id).map { String($0.dropFirst(MissionEventType.prefix.count)) }
  }
}
