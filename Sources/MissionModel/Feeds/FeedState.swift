import EventLog
package import Platform

/// The head of one session's feed, and how far it was read: a row of the feeds projection.
package struct FeedState: Hashable, Sendable {
  /// The session whose feed it is: the row's key.
  package var session: String
  /// The version of its stream.
  package var version: Int64
  /// How many items it has, and how many of them are only progress.
  package var items: Int64
  package var progressItems: Int64
  /// The version up to which it was acknowledged; 0 before the first time.
  package var acknowledged: Int64
  /// How many items it has up to there, and how many of them are only progress.
  package var acknowledgedItems: Int64
  package var acknowledgedProgressItems: Int64
  /// When its last item came, and when it was last acknowledged.
  package var lastDeliveredAt: Instant?
  package var acknowledgedAt: Instant?
  /// The runtime ledger's position of its last event.
  package var position: Int64

  /// Makes an empty feed.
  package init(session: String) {
    self.session = session
    version = 0
    items = 0
    progressItems = 0
    acknowledged = 0
    acknowledgedItems = 0
    acknowledgedProgressItems = 0
    position = 0
  }

  /// How many items are beyond the acknowledged version.
  package func unread(withProgress: Bool) -> Int64 {
    let all = items - acknowledgedItems
    return withProgress ? all : all - (progressItems - acknowledgedProgressItems)
  }

  /// Folds one event of the feed's stream.
  mutating func apply(_ change: RuntimeEvent, _ event: RecordedEvent) {
    switch change {
    case .delivered(let body):
      items += 1
      progressItems += body.eventType == MissionEventType.progress.rawValue ? 1 : 0
      lastDeliveredAt = event.recordedAt
    case .acknowledged(let body):
      acknowledged = body.place
      acknowledgedItems = body.items
      acknowledgedProgressItems = body.progressItems
      acknowledgedAt = event.recordedAt
    case .advanced, .cursorMoved, .unknown: return
    }
    version = event.version
    position = event.position
  }
}
