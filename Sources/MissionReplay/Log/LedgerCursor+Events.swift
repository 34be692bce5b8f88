package import EventLog
package import MissionControl

extension LedgerCursor {
  /// The place before these events, oldest first, if this is the place after them.
  package func rewound(over events: [RecordedEvent]) -> LedgerCursor {
    var place = self
    for event in events.reversed() { place.advance(event.ledger, to: event.position - 1) }
    return place
  }

  /// The exclusive end of everything up to this place: the next position of each ledger.
  package var end: LedgerCursor {
    LedgerCursor(positions.mapValues { min($0, .max - 1) + 1 })
  }
}
