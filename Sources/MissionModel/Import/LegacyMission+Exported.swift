import CanonicalJSON
package import EventLog

extension LegacyMission {
  /// Reads a mission of another home from its exported events, in any order: the state that they
  /// fold to, and each event as an annotation.
  ///
  /// Nil if the first event begins no mission. Events in `standing` are in this home's ledger
  /// already; they are counted and not kept again. `hasMission` tells whether a mission is in the
  /// ledger that this one goes to: of a retry that isn't, only the annotation remains, so that the
  /// mission can be retried there.
  package init?(
    exported lines: [RecordedEvent], standing: Set<EventID> = [], hasMission: (MissionID) -> Bool
  ) {
    let events = lines.sorted { $0.version < $1.version }
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
    imported.progress = state.progress
    imported.questions = state.questions
    imported.question = state.question
    imported.lastAnswer = state.lastAnswer
    imported.retried = state.retried.flatMap { hasMission($0.newMissionID) ? $0 : nil }
    imported.escalated = state.escalated
    imported.acknowledged = state.acknowledged
    var outcome = state.outcome ?? MissionOutcome()
    outcome.usage = state.usage.isEmpty ? nil : state.usage
    imported.outcome = outcome == MissionOutcome() ? nil : outcome
    let oddities = [Self.gap(in: events), Self.fit(&imported, key: first)]
    let kept = events.filter { !standing.contains($0.id) }
    self.init(
      imported: imported, kept: kept.map(LegacyKeptEvent.init),
      standing: events.count - kept.count, oddities: oddities.compactMap(\.self))
  }

  /// Leaves out the parts that make the state too large, the least needed first; the kept events
  /// have them.
  private static func fit(
    _ imported: inout MissionImported, key first: RecordedEvent
  ) -> LegacyOddity? {
    let whole = imported.payload.bytes.count
    let leavings: [(inout MissionImported) -> Void] = [
      { $0.progress = nil }, { $0.lastAnswer = nil }, { $0.retried?.guidance = nil },
      { $0.question = nil },
    ]
    for leave in leavings where imported.payload.bytes.count > LegacyKeptEvent.dataBytes {
      leave(&imported)
    }
    guard whole > LegacyKeptEvent.dataBytes else { return nil }
    return LegacyOddity(
      .tooLarge, table: first.ledger, key: first.stream.string, "its state has \(whole) bytes")
  }

  /// The oddity of a mission whose events are not all of its events from the first one on.
  private static func gap(in events: [RecordedEvent]) -> LegacyOddity? {
    let versions = events.map(\.version)
    guard let first = events.first, let latest = versions.last,
      versions != Array(1...Int64(events.count))
    else { return nil }
    let distinct = Set(versions).count
    return LegacyOddity(
      .missingEvents, table: first.ledger, key: first.stream.string,
      distinct == latest ? "\(events.count) events of \(latest)" : "\(distinct) of \(latest)")
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
      occurredAt: event.occurredAt ?? event.recordedAt)
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
