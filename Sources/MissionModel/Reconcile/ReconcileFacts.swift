package import Platform

/// What reconciliation goes by beside the policy of the rules.
package struct ReconcilePolicy: Hashable, Sendable {
  /// The values of the stale rule, of leases and of cancels.
  package var rules: MissionPolicy
  /// Whether a stale mission with attempts left goes back to the queue; else it fails.
  package var requeues: Bool
  /// The most missions that one run ends, and the most sessions that it finds lost.
  package var limit: Int

  /// Makes a policy; the defaults are the contract's.
  package init(rules: MissionPolicy = MissionPolicy(), requeues: Bool = false, limit: Int = 1_000) {
    self.rules = rules
    self.requeues = requeues
    self.limit = limit
  }
}

/// A session whose worker may still write, and what is seen of its process.
package struct WatchedSession: Hashable, Sendable {
  /// The session's row.
  package let state: SessionState
  /// What became of its process.
  package let presence: WorkerPresence

  /// Makes a watched session.
  package init(_ state: SessionState, presence: WorkerPresence) {
    self.state = state
    self.presence = presence
  }

  /// What is seen of it as the worker of a mission.
  ///
  /// A session that was registered anew since the claim shows another process, whose life says nothing of the first.
  package func presence(for mission: MissionState) -> WorkerPresence {
    guard presence.process != .unknown, let claimed = mission.claimedAt,
      let registered = state.registeredAt, registered > claimed
    else { return presence }
    return WorkerPresence(
      .unknown, pid: presence.pid, host: presence.host,
      sentence: "its worker was started anew since the claim: \(presence.sentence)")
  }
}

/// A running or blocked mission, its worker's session, and for how long nothing was heard of it.
package struct HeldMission: Hashable, Sendable {
  /// The mission's row.
  package let state: MissionState
  /// The session of the worker that holds it; nil where there is none.
  package let session: WatchedSession?
  /// The silence of its worker; nil for imported history, which has no lease.
  package let silence: Silence?
  /// For how many seconds the reconciler itself has seen a cancel stand; nil without one.
  package var cancelWait: Double?

  /// Makes a held mission.
  package init(_ state: MissionState, session: WatchedSession?, silence: Silence?) {
    self.state = state
    self.session = session
    self.silence = silence
  }
}

/// Everything that reconciliation of one ledger looks at, of one moment.
package struct ReconcileFacts: Hashable, Sendable {
  /// The ledger's lane.
  package var lane: String
  /// Who reconciles, such as `worker:w1`.
  package var reconciledBy: String
  /// The moment of the judgement, by the wall clock.
  package var now: Instant
  /// The time that an event which is appended now would carry: later than `now` where the last one's is.
  ///
  /// Deadlines are judged by it, as claims judge them; else a mission might wait that nobody can claim.
  package var ledgerTime: Instant
  package var policy: ReconcilePolicy
  /// Every running or blocked mission, oldest first.
  package var held: [HeldMission]
  /// Queued missions with a cancel, or past their deadline, oldest first; others are left alone.
  package var queued: [MissionState]
  /// How many more such missions there are than are given.
  package var moreQueued = 0
  /// The sessions whose workers may still write and have a process.
  package var sessions: [WatchedSession]

  /// Makes the facts.
  package init(
    lane: String, reconciledBy: String, now: Instant, ledgerTime: Instant? = nil,
    policy: ReconcilePolicy,
    held: [HeldMission] = [], queued: [MissionState] = [], sessions: [WatchedSession] = []
  ) {
    self.lane = lane
    self.reconciledBy = reconciledBy
    self.now = now
    self.ledgerTime = ledgerTime ?? now
    self.policy = policy
    self.held = held
    self.queued = queued
    self.sessions = sessions
  }
}
