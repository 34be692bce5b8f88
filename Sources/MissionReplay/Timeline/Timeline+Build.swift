package import EventLog
package import MissionModel
package import Platform

extension Timeline {
  /// Tells what happened to a mission from the events of its stream, up to `now`.
  ///
  /// - Parameters:
  ///   - events: the mission's stream from its first event on; later ones than `now` left out by the caller.
  ///   - mission: the mission as it is after them, judged at `now`.
  ///   - now: the moment that open spans and silences reach to.
  ///   - heartbeatSeconds: the time between two heartbeats, against which silences are measured.
  ///   - upcasting: how payloads of older shapes are read.
  ///
  /// An event that can't be read is shown by its type and size, and moves nothing.
  package init(
    of events: [RecordedEvent], mission: MissionView, now: Instant, heartbeatSeconds: Double,
    upcasting: Upcasting = .current
  ) {
    var builder = SpanBuilder(heartbeatSeconds: heartbeatSeconds)
    var state: MissionState?
    var entries: [Entry] = []
    for event in events {
      _ = MissionState.fold(&state, event, upcasting)
      if let state { builder.take(event, state) }
      guard event.type != MissionEventType.heartbeat.rawValue else { continue }
      entries.append(
        Entry(
          eventID: event.id, type: event.type, at: event.recordedAt, actor: event.actor,
          summary: EventSummary(of: event, upcasting), causation: event.causation))
    }
    builder.finish(now)
    self.mission = mission
    self.now = now
    self.entries = entries
    start = events.first?.recordedAt ?? now
    end = builder.endedAt ?? now
    spans = builder.spans
    gaps = builder.gaps
    heartbeats = builder.heartbeats
    relatives = Self.relatives(of: mission.state)
  }

  private static func relatives(of state: MissionState) -> [Relative] {
    var relatives: [Relative] = []
    if let original = state.facts.retryOf {
      relatives.append(.init(relation: "retry_of", missionID: original.rawValue))
    }
    if let retry = state.retried?.newMissionID {
      relatives.append(.init(relation: "retried_by", missionID: retry.rawValue))
    }
    let first = state.facts.chainID
    if first != state.facts.missionID, first != state.facts.retryOf {
      relatives.append(.init(relation: "chain", missionID: first.rawValue))
    }
    return relatives
  }
}
