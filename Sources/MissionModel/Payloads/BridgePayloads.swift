/// `vp.bridge.advanced`: the bridge passed a run of events that are for no feed.
package struct BridgeAdvanced: EventPayload {
  /// The last event of the run.
  package var source: SourceMark
  /// How many events the run has.
  package var skipped: Int64

  /// Makes the payload.
  package init(source: SourceMark, skipped: Int64) {
    self.source = source
    self.skipped = skipped
  }
}

/// `vp.bridge.cursor_moved`: an operator told the bridge where to go on in a source.
package struct BridgeCursorMoved: EventPayload {
  /// The three ways of moving a cursor.
  package enum Action: String, Choice {
    case set
    case resetToLatest = "reset_to_latest"
    case resetToZero = "reset_to_zero"
  }

  /// The source.
  package var ledger: String
  package var action: Action
  /// The position asked for; nil for a reset.
  package var requested: Int64?
  /// The position after which the bridge goes on.
  package var target: Int64
  /// The source's last position at that moment.
  package var head: Int64
  /// The cursor's position before.
  package var previous: Int64
  /// Whether a position beyond the source's end was asked for.
  package var clamped: Bool
  /// The source's lineage.
  package var lineage: String
  /// The hash of the leaf at the target; nil at 0, before the first event.
  package var leaf: String?

  /// Makes the payload.
  package init(
    ledger: String, action: Action, requested: Int64?, target: Int64, head: Int64, previous: Int64,
    clamped: Bool, lineage: String, leaf: String?
  ) {
    self.ledger = ledger
    self.action = action
    self.requested = requested
    self.target = target
    self.head = head
    self.previous = previous
    self.clamped = clamped
    self.lineage = lineage
    self.leaf = leaf
  }
}

/// `vp.feed.acknowledged`: a feed's reader has read everything up to a version.
package struct FeedAcknowledged: EventPayload {
  /// The session whose feed it is.
  package var sourceSessionID: String
  /// The version of the feed's stream up to which it was read.
  package var place: Int64
  /// How many items the feed has up to there.
  package var items: Int64
  /// How many of these items are only progress.
  package var progressItems: Int64

  /// Makes the payload.
  package init(sourceSessionID: String, place: Int64, items: Int64, progressItems: Int64) {
    self.sourceSessionID = sourceSessionID
    self.place = place
    self.items = items
    self.progressItems = progressItems
  }
}
