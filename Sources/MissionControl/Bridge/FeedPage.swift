package import MissionModel
package import Platform

/// A part of a feed, oldest first.
package struct FeedPage: Sendable {
  package let session: String
  package let items: [FeedItem]
  /// How many items of the wanted types lie beyond the acknowledged place.
  package let unread: Int64
  /// The version to read on after, and to acknowledge once these items are dealt with.
  package let nextAfter: Int64
  /// The acknowledged place.
  package let acknowledged: Int64
  /// Warnings about the home, and about each source that the bridge carries nothing from.
  package internal(set) var warnings: [Warning] = []
}

/// One item of a feed: an event of a mission, with the mission as of then.
package struct FeedItem: Hashable, Sendable {
  /// Its version in the feed's stream.
  package let version: Int64
  package let deliveredAt: Instant
  package let item: BridgeDelivered
}
