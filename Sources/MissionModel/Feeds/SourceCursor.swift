import EventLog
package import Platform

/// The bridge's cursor in one source: a row of the bridge cursors projection.
///
/// Everything up to `position` was delivered, was for no feed, or was passed by an operator's
/// order.
package struct SourceCursor: Hashable, Sendable {
  /// The source: the row's key.
  package var ledger: String
  /// The source's lineage; nil before anything of it was read.
  package var lineage: String?
  /// The last position passed; 0 before the first.
  package var position: Int64
  /// The hash of that event's leaf, in hexadecimal; nil at 0.
  package var leaf: String?
  /// The highest position ever passed, whatever the cursor did since.
  package var furthest: Int64
  /// How many items were delivered, including redeliveries.
  package var deliveredTotal: Int64
  /// How many of them had been delivered before.
  package var redeliveredTotal: Int64
  /// How many events were passed because they are for no feed.
  package var skippedTotal: Int64
  /// How often an operator moved the cursor.
  package var movesTotal: Int64
  /// When an item was last delivered.
  package var lastDeliveredAt: Instant?
  /// When the cursor last moved; nil before it ever did.
  package var updatedAt: Instant?
  /// The runtime ledger's position of the event that last moved it; 0 before any.
  package var event: Int64

  /// Makes the cursor of a source that was not read yet.
  package init(ledger: String) {
    self.ledger = ledger
    position = 0
    furthest = 0
    deliveredTotal = 0
    redeliveredTotal = 0
    skippedTotal = 0
    movesTotal = 0
    event = 0
  }

  /// Moves the cursor by an event of the runtime ledger that concerns this source.
  mutating func apply(_ change: RuntimeEvent, _ event: RecordedEvent) {
    switch change {
    case .delivered(let body):
      pass(body.source)
      deliveredTotal += 1
      redeliveredTotal += body.isRedelivery ? 1 : 0
      skippedTotal &+= body.skippedBefore
      lastDeliveredAt = event.recordedAt
    case .advanced(let body):
      pass(body.source)
      skippedTotal &+= body.skipped
    case .cursorMoved(let body):
      lineage = body.lineage
      position = body.target
      leaf = body.leaf
      movesTotal += 1
    case .acknowledged, .unknown: return
    }
    updatedAt = event.recordedAt
    self.event = event.position
  }

  private mutating func pass(_ mark: SourceMark) {
    lineage = mark.lineage
    position = mark.event.position
    leaf = mark.leaf
    furthest = max(furthest, position)
  }
}
