/// Why a queued mission waits; the first that holds, in this order.
package enum WaitingReason: String, Choice {
  case vpPaused = "vp_paused"
  case notBefore = "not_before"
  case noLiveWorker = "no_live_worker"
  case target
  case concurrency
  case turn
}

/// What the rest of the queue says of one mission.
package struct QueueFacts: Hashable, Sendable {
  /// Whether the VP is paused now.
  package var isPaused: Bool
  /// Whether any worker of the VP is live now.
  package var isServed: Bool
  /// Whether a running or blocked mission has the same resolved target path.
  package var isTargetTaken: Bool
  /// How many missions of the VP are running or blocked, counted no further than how many may be.
  package var held: Int
  package var maxConcurrent: Int
  /// How many claimable missions of the VP come before this one; nil where they weren't counted.
  package var ahead: Int?

  /// Makes the facts.
  package init(
    isPaused: Bool = false, isServed: Bool = true, isTargetTaken: Bool = false, held: Int = 0,
    maxConcurrent: Int = 1, ahead: Int? = nil
  ) {
    self.isPaused = isPaused
    self.isServed = isServed
    self.isTargetTaken = isTargetTaken
    self.held = held
    self.maxConcurrent = maxConcurrent
    self.ahead = ahead
  }
}

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
