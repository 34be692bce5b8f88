package import EventLog

extension RecordedEvent {
  /// Whether this event comes before another one in the order over ledgers.
  package func precedes(_ other: RecordedEvent) -> Bool {
    (recordedAt, ledger, position) < (other.recordedAt, other.ledger, other.position)
  }
}
