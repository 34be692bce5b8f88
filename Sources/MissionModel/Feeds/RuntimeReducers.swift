import EventLog
import EventProjections
package import Platform

/// Folds the runtime ledger into one cursor for each source.
package struct SourceCursorsReducer: Reducer {
  package let name = "bridge_cursors"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of input: DecodedEvent) -> String? {
    switch input.content {
    case .runtime(.delivered(let body)): body.source.event.ledger
    case .runtime(.advanced(let body)): body.source.event.ledger
    case .runtime(.cursorMoved(let body)): body.ledger
    default: nil
    }
  }

  package func reduce(_ row: inout SourceCursor?, _ input: DecodedEvent) {
    guard case .runtime(let change) = input.content, let ledger = key(of: input) else { return }
    if row == nil { row = SourceCursor(ledger: ledger) }
    row?.apply(change, input.event)
  }
}

/// Folds feeds' streams into one head each.
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

/// Folds which events of the sources are in feeds.
package struct DeliveriesReducer: Reducer {
  package let name = "bridge_deliveries"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of input: DecodedEvent) -> DeliveryKey? {
    guard case .runtime(.delivered(let body)) = input.content else { return nil }
    return DeliveryKey(body.source)
  }

  package func reduce(_ row: inout Delivery?, _ input: DecodedEvent) {
    row = Delivery(times: (row?.times ?? 0) + 1, position: input.event.position)
  }
}
