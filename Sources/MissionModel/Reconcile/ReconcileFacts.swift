package import Platform

/// Everything that the reconciliation of one ledger looks at, at one moment.
package struct ReconcileFacts: Hashable, Sendable {
  /// The ledger's lane.
  package var lane: String
  /// The reconciler's name, such as `worker:w1`.
  package var reconciledBy: String
  /// The moment of the judgement, by the wall clock.
  package var now: Instant
  package var policy: ReconcilePolicy
  /// Every running or blocked mission, oldest first.
  package var held: [HeldMission]
  /// Queued missions with a cancel, or past their deadline, oldest first; others are left alone.
  package var queued: [MissionState]
  /// How many more such missions there are.
  package var moreQueued = 0
  /// The sessions whose workers may still write and have a process.
  package var sessions: [WatchedSession]

  /// Makes the facts.
  package init(
    lane: String, reconciledBy: String, now: Instant, policy: ReconcilePolicy,
    held: [HeldMission] = [], queued: [MissionState] = [], sessions: [WatchedSession] = []
  ) {
    self.lane = lane
    self.reconciledBy = reconciledBy
    self.now = now
    self.policy = policy
    self.held = held
    self.queued = queued
    self.sessions = sessions
  }
}
