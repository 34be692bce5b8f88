import EventLog
import EventProjections

/// The fold of workers' sessions, from their own streams and from their missions' events.
package struct SessionsReducer: Reducer {
  package let name = "sessions"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of input: DecodedEvent) -> SessionID? {
    switch input.content {
    case .mission(let change): change.sessionAttempt?.session
    case .session: SessionID(stream: input.event.stream)
    case .unreadable where input.event.type.hasPrefix(SessionEventType.prefix):
      SessionID(stream: input.event.stream)
    default: nil
    }
  }

  package func reduce(_ row: inout SessionState?, _ input: DecodedEvent) throws {
    let event = input.event
    switch input.content {
    case .mission(let change):
      guard let mention = MissionMention(change) else { return }
      if row == nil { row = SessionState(session: mention.session, position: event.position) }
      row?.apply(mention, event)
    case .session(let change):
      guard let session = SessionID(stream: event.stream) else { return }
      if case .unknown(let unread) = change { try unread.refuse(SessionEventType.self) }
      if row == nil { row = SessionState(session: session, position: event.position) }
      row?.apply(change, event)
    case .unreadable(let error): throw error
    default: break
    }
  }
}
