import Platform

extension MissionState {
  /// Seconds from dispatch to the claim of this attempt; nil before it.
  package var queueSeconds: Double? {
    guard let dispatched = facts.dispatchedAt, let claimedAt else { return nil }
    return max(0, claimedAt.seconds(since: dispatched))
  }

  /// Seconds from start to end; nil without both.
  package var durationSeconds: Double? {
    guard let startedAt, let completedAt else { return nil }
    return max(0, completedAt.seconds(since: startedAt))
  }
}
