package import CanonicalJSON
import EventLog
import EventProjections
package import MissionControl
package import MissionModel

/// The events of one mission: after a version, oldest first, or the last ones before one.
package struct GetMissionEvents: FleetRequest {
  package static let summary = "Shows the events of one mission, oldest first."

  static let after = Parameter(
    "after", .place, standard: "0", "Only events beyond this version.")
  static let before = Parameter(
    "before", .place,
    "Only events below this version; without after, limit keeps the last of them.")
  static let limit = Parameter(
    "limit", .integer(1...500), standard: "100", "How many events to show.")
  package static let parameters = [Parameter.missionID, after, before, limit]

  private let missionID: MissionID
  private let after: Int?
  private let before: Int?
  private let limit: Int

  package init(_ arguments: Arguments) throws(MissionError) {
    missionID = try arguments.missionID()
    after = try arguments.integer(Self.after)
    before = try arguments.integer(Self.before)
    limit = try arguments.integer(Self.limit) ?? 100
  }

  package func check() throws(MissionError) {
    if let after { try Self.after.check(after) }
    if let before { try Self.before.check(before) }
    try Self.limit.check(limit)
  }

  package func perform(_ context: ToolContext) async throws -> MissionEventsAnswer {
    var request = GetRequest()
    request.events = 0
    let mission = try await context.fleet.get(missionID, request).mission
    let stream = missionID.stream
    return try await context.fleet.log(mission.lane).log.read { log in
      // The log's own version: an event that can't be read yet doesn't move the state's.
      let total = try log.version(of: stream)
      // A past fleet's stream ends before versions that it has reached since.
      if let after, after > total, !context.fleet.isPast {
        throw MissionError.validation(
          "the place \(after) is beyond the mission's events, which end at \(total): start again without it",
          field: "after")
      }
      let end = min(before.map { Int64($0) - 1 } ?? .max, total)
      // With `before` alone, the last events before it.
      let isBackwards = after == nil && before != nil
      let start = isBackwards ? max(0, end - Int64(limit)) : Int64(after ?? 0)
      let events = try Self.page(
        of: stream, after: start,
        through: end - start <= Int64(limit) ? end : start + Int64(limit),
        isBackwards: isBackwards, log)
      return MissionEventsAnswer(
        missionID: missionID, events: events, total: total,
        start: isBackwards ? events.first.map { $0.version - 1 } ?? start : start, end: end,
        warnings: context.fleet.standingWarnings)
    }
  }
}

extension GetMissionEvents {
  /// The bytes of events after which none is added to an answer.
  package static let sizeLimit = 8 << 20

  /// How many events are read at once: few, since the largest may overfill an answer.
  private static let readAtOnce: Int64 = 4

  /// As many events of a range of versions as an answer holds, from its beginning or back from its
  /// end.
  private static func page(
    of stream: StreamName, after start: Int64, through end: Int64, isBackwards: Bool,
    _ log: LogReader
  ) throws -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    var (low, high) = (start, end)
    var size = 0
    while low < high, size < sizeLimit {
      let from = isBackwards ? max(low, high - readAtOnce) : low
      let through = isBackwards ? high : min(high, low + readAtOnce)
      let part = try log.events(of: stream, afterVersion: from, limit: Int(through - from))
      size += part.reduce(0) { $0 + $1.payload.bytes.count }
      events = isBackwards ? part + events : events + part
      if isBackwards { high = from } else { low = through }
    }
    return events
  }
}

/// Part of a mission's stream.
package struct MissionEventsAnswer: DescribedAnswer {
  package static let fields = [
    Field("mission_id", .text), Field("count", .count), Field("events", .list(.shape(.event))),
    Field("events_total", .count), Field("next_after", .nullable(.count)),
    Field("next_before", .nullable(.count)),
  ]

  let missionID: MissionID
  let events: [RecordedEvent]
  let total: Int64
  let start: Int64
  let end: Int64
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    let last = events.last?.version
    writer.field("mission_id", missionID.rawValue)
    writer.field("count", events.count)
    writer.field("events", events)
    writer.field("events_total", total)
    writer.field("next_after", last.flatMap { $0 < end ? $0 : nil })
    writer.field("next_before", start > 0 ? events.first?.version : nil)
  }
}
