import EventLog
import EventProjections

/// The fold of the runtime ledger into one cursor for each source.
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
