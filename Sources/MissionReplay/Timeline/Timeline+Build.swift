package import EventLog
package import MissionModel
package import Platform

extension Timeline {
  /// Makes the timeline of a mission from the events of its stream, up to `now`.
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
    self.init(
      of: events, mission: mission, now: now, heartbeatSeconds: heartbeatSeconds, gaps: nil,
      upcasting: upcasting)
  }

  /// Makes the same timeline with silences that another process found, by its own heartbeats.
  package init(
    of events: [RecordedEvent], mission: MissionView, now: Instant, gaps: [Gap]
  ) {
    self.init(
      of: events, mission: mission, now: now, heartbeatSeconds: .infinity, gaps: gaps,
      upcasting: .current)
  }

  private init(
    of events: [RecordedEvent], mission: MissionView, now: Instant, heartbeatSeconds: Double,
    gaps: [Gap]?, upcasting: Upcasting
  ) {
    let past = ImportedPast(of: events, upcasting)
    var builder = SpanBuilder(heartbeatSeconds: heartbeatSeconds, past: past)
    var state: MissionState?
    var entries: [Entry] = []
    for event in events {
      _ = MissionState.fold(&state, event, upcasting)
      if let state { builder.take(event, state) }
      guard event.type != MissionEventType.heartbeat.rawValue else { continue }
      entries.append(
        Entry(
          eventID: event.id, type: event.type, at: past?.time(of: event) ?? event.recordedAt,
          recordedAt: event.recordedAt, actor: event.actor,
          summary: EventSummary(of: event, upcasting), causation: event.causation))
    }
    builder.finish(now)
    self.mission = mission
    self.now = now
    self.past = past
    self.entries = past == nil ? entries : Self.inOrder(entries)
    start = entries.map(\.at).min() ?? now
    end = max(builder.endedAt ?? now, start)
    spans = builder.spans
    self.gaps = gaps ?? builder.gaps
    heartbeats = builder.heartbeats
    relatives = Self.relatives(of: mission.state)
  }

  /// Sorts imported events by the times that were kept, the mission itself first.
  private static func inOrder(_ entries: [Entry]) -> [Entry] {
    let others = entries.dropFirst().enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }
    return entries.prefix(1) + others.map(\.element)
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
