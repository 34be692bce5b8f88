/// A mission's place in its VP's queue: tier, then priority, then age.
package struct ClaimOrder: Hashable, Sendable, Comparable {
  /// The tier, lower first.
  package let tierRank: Int
  /// The priority, lower first.
  package let priority: Int
  /// The position of the dispatch, older first.
  package let position: Int64

  /// Makes a place.
  package init(tierRank: Int, priority: Int, position: Int64) {
    self.tierRank = tierRank
    self.priority = priority
    self.position = position
  }

  package static func < (left: ClaimOrder, right: ClaimOrder) -> Bool {
    (left.tierRank, left.priority, left.position)
      < (right.tierRank, right.priority, right.position)
  }
}

extension MissionFacts {
  /// The mission's place in the queue.
  package var claimOrder: ClaimOrder {
    ClaimOrder(tierRank: priorityTier.rank, priority: priority, position: dispatchPosition)
  }
}
