import EventLog
import EventProjections
package import MissionModel

extension Fleet {
  /// The mission with the newest part of its story.
  package func get(_ id: MissionID, _ request: GetRequest = GetRequest()) async throws -> GetResult
  {
    let ledger = try await place(of: id)
    let result = try await read(ledger) { lane -> GetResult? in
      guard let state = try lane.state(of: id) else { return nil }
      // Events that can't be read yet are there all the same, and move no state.
      let total = try lane.reader.log.version(of: id.stream)
      let (events, hasOlder) = try lane.newestEvents(of: state, total: total, request)
      return GetResult(
        mission: try lane.view(of: state, withRequest: true), events: events,
        eventsTotal: total, nextBefore: hasOlder ? events.first?.version : nil)
    }
    guard let result = result ?? nil else { throw MissionError.unknownMission(id) }
    return result
  }
}

extension LaneReader {
  /// How many events are read at a time, from the newest back.
  private static let stride: Int64 = 100

  /// The newest events below `request.before`, oldest first, and whether there are older ones.
  fileprivate func newestEvents(
    of state: MissionState, total: Int64, _ request: GetRequest
  ) throws -> ([RecordedEvent], hasOlder: Bool) {
    var upper = min(request.before.map { $0 - 1 } ?? total, total)
    var found: [RecordedEvent] = []
    // One more than is wanted tells whether there are older ones.
    while upper > 0, found.count <= request.events {
      let lower = max(0, upper - Self.stride)
      let page = try reader.log.events(
        ofStreamAt: state.facts.dispatchPosition, afterVersion: lower, limit: Int(upper - lower))
      found =
        page.filter { request.heartbeats || $0.type != MissionEventType.heartbeat.rawValue } + found
      upper = lower
    }
    return (found.suffix(request.events), found.count > request.events)
  }
}
