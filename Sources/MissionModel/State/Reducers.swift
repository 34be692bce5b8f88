package import EventLog
import EventProjections

/// Folds missions' streams into one row each, keyed by the position of the stream's first event.
package struct MissionsReducer: Reducer {
  package let name = "missions"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of event: RecordedEvent) -> Int64? {
    event.type.hasPrefix(MissionEventType.prefix) ? event.streamID : nil
  }

  package func reduce(_ row: MissionState?, _ event: RecordedEvent) throws -> MissionState? {
    try MissionState.evolve(row, event)
  }
}

/// Folds workers' sessions, from their own streams and from what their missions say of them.
package struct SessionsReducer: Reducer {
  package let name = "sessions"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of event: RecordedEvent) -> SessionID? {
    event.type.hasPrefix(SessionEventType.prefix)
      ? SessionID(stream: event.stream) : (try? MissionMention(event))?.session
  }

  package func reduce(_ row: SessionState?, _ event: RecordedEvent) throws -> SessionState? {
    if event.type.hasPrefix(SessionEventType.prefix) {
      guard let session = SessionID(stream: event.stream) else { return row }
      let change = try SessionEvent(
        type: event.type, schema: event.schema, payload: event.payload)
      var next = row ?? SessionState(session: session, position: event.position)
      try next.apply(change, event)
      return next
    }
    guard let mention = try MissionMention(event) else { return row }
    var next = row ?? SessionState(session: mention.session, position: event.position)
    next.apply(mention, event)
    return next
  }
}

/// Folds what the log knows of each VP: its workers and its pause.
package struct VPsReducer: Reducer {
  package let name = "vps"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of event: RecordedEvent) -> VPID? {
    switch event.type {
    case QueueEventType.paused.rawValue, QueueEventType.resumed.rawValue:
      VPID(queueStream: event.stream)
    case SessionEventType.registered.rawValue:
      SessionID(stream: event.stream)?.vp
    case MissionEventType.imported.rawValue:
      (try? MissionImported(payload: event.payload))?.origin.request.vpID
    default: nil
    }
  }

  package func reduce(_ row: VPState?, _ event: RecordedEvent) throws -> VPState? {
    guard let vpID = key(of: event) else { return row }
    var next =
      row ?? VPState(vpID: vpID, updatedAt: event.recordedAt, position: event.position)
    next.updatedAt = event.recordedAt
    next.position = event.position
    switch event.type {
    case SessionEventType.registered.rawValue:
      if event.version == 1 { next.workers += 1 }
    case MissionEventType.imported.rawValue: next.isImported = true
    default:
      try next.apply(
        QueueEvent(type: event.type, schema: event.schema, payload: event.payload), event)
    }
    return next
  }
}

extension VPState {
  fileprivate mutating func apply(_ change: QueueEvent, _ event: RecordedEvent) throws {
    switch change {
    case .paused(let body):
      pause = Pause(
        reason: body.reason, until: body.until, by: event.actor, at: event.recordedAt)
    case .resumed: pause = nil
    case .unknown(let unread):
      throw MissionError.newerSchema(type: unread.type, schema: unread.schema)
    }
  }
}
