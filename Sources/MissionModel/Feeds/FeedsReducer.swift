import EventLog
import EventProjections
package import Platform

/// The fold of each feed's stream into one row.
package struct FeedsReducer: Reducer {
  package let name = "feeds"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of input: DecodedEvent) -> ExactText? {
    RuntimeStreams.session(of: input.event.stream).map { ExactText($0) }
  }

  package func reduce(_ row: inout FeedState?, _ input: DecodedEvent) throws {
    switch input.content {
    case .runtime(.unknown(let unread)): try unread.refuse(RuntimeEventType.self)
    case .runtime(let change):
      guard let session = key(of: input) else { return }
      if row == nil { row = FeedState(session: session.string) }
      row?.apply(change, input.event)
    case .unreadable(let error): throw error
    default: break
    }
  }
}
