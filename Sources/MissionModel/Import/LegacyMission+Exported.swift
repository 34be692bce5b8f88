import CanonicalJSON
package import EventLog
import Platform

extension LegacyMission {
  /// Reads a mission of another home from its exported events, oldest first: the state that they fold to, and each of
  /// them as an annotation.
  ///
  /// Nil where the first of them begins no mission.
  package init?(exported events: [RecordedEvent]) {
    guard let first = events.first, let last = events.last,
      let origin = try? MissionEvent(
        type: first.type, schema: first.schema, payload: first.payload
      ).origin
    else { return nil }
    var state: MissionState?
    for event in events { state = (try? MissionState.evolve(state, event)) ?? state }
    guard let state else { return nil }
    let legacy = JSONText.object { object in
      object.field("ledger", first.ledger)
      object.field("events", events.count)
      object.field("first_event_id", first.id.description)
      object.field("last_event_id", last.id.description)
    }
    var imported = MissionImported(origin: origin, status: state.status, legacy: legacy)
    imported.dispatchedAt = state.facts.dispatchedAt
    imported.claimedAt = state.claimedAt
    imported.startedAt = state.startedAt
    imported.completedAt = state.completedAt
    imported.updatedAt = state.updatedAt
    imported.lastHeartbeatAt = state.lastHeartbeatAt
    imported.leaseExpiresAt = state.lease?.expiresAt
    imported.workerID = state.workerID
    imported.workerHost = state.workerHost
    imported.attempt = state.attempt
    imported.cancelRequested = state.isCancelRequested
    imported.cancelReason = state.cancel?.reason
    imported.failureMode = state.failureMode
    imported.failureDetail = state.failureDetail
    var outcome = state.outcome ?? MissionOutcome()
    imported.progress = state.progress
    imported.questions = state.questions
    imported.question = state.question
    imported.lastAnswer = state.lastAnswer
    imported.retried = state.retried
    imported.escalated = state.escalated
    imported.acknowledged = state.acknowledged
    outcome.usage = state.usage.isEmpty ? nil : state.usage
    imported.outcome = outcome == MissionOutcome() ? nil : outcome
    self.init(
    let oddities = [Self.gap(in: events), Self.fit(&imported, key: first)]
      imported: imported, kept: events.map(LegacyKeptEvent.init),
      oddities: Self.gap(in: events).map { [$0] } ?? [])
  }

  /// What is odd where a mission's events don't follow each other from its first one on.
  private static func gap(in events: [RecordedEvent]) -> LegacyOddity? {
    let versions = events.map(\.version)
    guard let first = events.first, let latest = versions.max(),
      versions != Array(1...Int64(events.count))
    else { return nil }
    return LegacyOddity(
      .missingEvents, table: first.ledger, key: first.stream.string,
      events.count == latest ? "out of order" : "\(events.count) of \(latest)")
  }
}

extension LegacyKeptEvent {
  /// Keeps an event of another home.
  fileprivate init(_ event: RecordedEvent) {
    let isDeep = event.payload.depth > Self.depth || event.payload.bytes.count > Self.dataBytes
    let data = JSONText.object { object in
      object.field("event_id", event.id.description)
      object.field("type", event.type)
      object.field("schema", event.schema)
      object.field("time", event.recordedAt)
      object.field("occurred_at", event.occurredAt)
      object.field("actor", event.actor)
      if isDeep {
        object.field("payload_bytes", event.payload.bytes.count)
      } else {
        object.field("payload", event.payload)
      }
    }
    self.init(
      annotation: MissionAnnotated(note: "\(event.type), kept from \(event.id)", data: data),
      occurredAt: event.recordedAt)
  }
}

extension MissionEvent {
  /// What a mission's first event settled; nil for any other.
  fileprivate var origin: MissionDispatched? {
    switch self {
    case .dispatched(let origin): origin
    case .imported(let row): row.origin
    default: nil
    }
  }
}
