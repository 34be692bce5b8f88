import EventLog
import MissionClient

extension ServerSession {
  /// All events of a mission, or those after a version and before another.
  func stream(
    of id: String, after version: Int64 = 0, before end: Int64? = nil
  ) async throws -> [RecordedEvent] {
    let path = ServerPath.mission(id) + "/events"
    var events: [RecordedEvent] = []
    var after: Int64? = version
    while let place = after {
      let page = try await get(
        path, [("after", "\(place)"), ("before", end.map { "\($0)" }), ("limit", "500")])
      events += try page.events(of: events.first?.streamID)
      after = try page.object.optionalInteger("next_after")
    }
    return events
  }
}
