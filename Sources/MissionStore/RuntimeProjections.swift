package import EventProjections
package import MissionModel

/// The projections of the runtime ledger: the bridge's cursors, what it has delivered, and the
/// feeds.
package enum RuntimeProjections {
  /// How far the bridge has come, by source ledger.
  package static let cursors = Projection(SourceCursorsReducer(), in: SourceCursorsTable())
  /// Feeds' heads, by source session.
  package static let feeds = Projection(FeedsReducer(), in: FeedsTable())
  /// Which events of the sources are in feeds.
  package static let deliveries = Projection(DeliveriesReducer(), in: DeliveriesTable())

  /// All of them.
  package static let list = [cursors.erased, feeds.erased, deliveries.erased]
}
