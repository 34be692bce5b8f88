import EventLog
import EventProjections

/// The fold of the log's knowledge of each VP: its workers and its pause.
package struct VPsReducer: Reducer {
  package let name = "vps"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of input: DecodedEvent) -> VPID? {
    switch input.content {
    case .mission(.imported(let row)): row.origin.request.vpID
    case .session(.registered): SessionID(stream: input.event.stream)?.vp
    case .session(.unknown(let unread)) where unread.type == SessionEventType.registered.rawValue:
      SessionID(stream: input.event.stream)?.vp
    case .queue(.unknown(let unread)) where QueueEventType(rawValue: unread.type) == nil: nil
    case .queue: VPID(queueStream: input.event.stream)
    case .unreadable where input.event.type.hasPrefix(QueueEventType.prefix):
      VPID(queueStream: input.event.stream)
    default: nil
    }
  }

  package func reduce(_ row: inout VPState?, _ input: DecodedEvent) throws {
    let event = input.event
    switch input.content {
    case .unreadable(let error): throw error
    case .session(.unknown(let unread)), .queue(.unknown(let unread)):
      throw MissionError.newerSchema(type: unread.type, schema: unread.schema)
    default: break
    }
    guard let vpID = key(of: input) else { return }
    var next = row ?? VPState(vpID: vpID, updatedAt: event.recordedAt, position: event.position)
    next.updatedAt = event.recordedAt
    next.position = event.position
    switch input.content {
    case .session: if event.version == 1 { next.workers += 1 }
    case .mission, .queue(.imported): next.isImported = true
    case .queue(.paused(let body)):
      next.pause = VPState.Pause(
        reason: body.reason, until: body.until, by: event.actor, at: event.recordedAt)
    case .queue(.resumed): next.pause = nil
    default: break
    }
    row = next
  }
}
