package import EventLog
package import MissionControl

extension LedgerCursor {
  /// The place before these events, oldest first, where this is the place after them.
  package func rewound(over events: [RecordedEvent]) -> LedgerCursor {
    var place = self
    for event in events.reversed() { place.advance(event.ledger, to: event.position - 1) }
    return place
  }

  /// The place that ends what is up to this one: the next position of each ledger.
  package var end: LedgerCursor {
    LedgerCursor(positions.mapValues { min($0, .max - 1) + 1 })
  }
}
