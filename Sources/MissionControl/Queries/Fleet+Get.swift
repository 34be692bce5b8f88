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
      // Events that can't be read yet count as well, though they move no state.
      let total = try lane.reader.log.version(of: id.stream)
      let (events, nextBefore) = try lane.newestEvents(of: state, total: total, request)
      let mission = try lane.view(of: state, withRequest: true)
      return GetResult(
        mission: mission, events: events, eventsTotal: total, nextBefore: nextBefore,
        warnings: (mission.isUnread ? [.unread(id, in: lane.lane)] : [])
          + (try lane.leadWarnings(of: state)))
    }
    guard var found = result ?? nil else { throw unknownMission(id) }
    found.mission = await markingInterruptedRetry(found.mission)
    return found
  }
}

extension LaneReader {
  /// A warning that events of a mission lie in the future.
  fileprivate func leadWarnings(of state: MissionState) throws -> [Warning] {
    guard ClockLead(of: state.updatedAt, at: now) != nil,
      let lead = ClockLead(of: try reader.log.lastRecordedAt(), at: now)
    else { return [] }
    return [.ahead(lane, lead)]
  }

  /// How many events are read at a time, from the newest back.
  private static let stride: Int64 = 100

  /// The newest events, oldest first, and the version below which there are older ones, if any.
  fileprivate func newestEvents(
    of state: MissionState, total: Int64, _ request: GetRequest
  ) throws -> ([RecordedEvent], nextBefore: Int64?) {
    var upper = total
    var found: [RecordedEvent] = []
    // One event more than wanted shows whether there are older ones.
    while upper > 0, found.count <= request.events {
      let lower = max(0, upper - Self.stride)
      let page = try reader.log.events(
        ofStreamAt: state.facts.dispatchPosition, afterVersion: lower, limit: Int(upper - lower))
      found =
        page.filter { request.heartbeats || $0.type != MissionEventType.heartbeat.rawValue } + found
      upper = lower
    }
    let events = found.suffix(request.events)
    let hasOlder = found.count > request.events
    return (Array(events), hasOlder ? events.first?.version ?? total + 1 : nil)
  }
}
