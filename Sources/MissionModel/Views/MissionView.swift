import CanonicalJSON
package import Platform

/// A mission as every interface shows it at one time: the only place where its shapes are made.
package struct MissionView: Hashable, Sendable {
  /// The mission.
  package let state: MissionState
  /// What was asked for, where the full object is wanted; a summary does without.
  package let request: DispatchRequest?
  /// The lane, and the ledger, that it lives in.
  package let lane: String
  /// The fleet's time at which it was judged; nil where only its server knows.
  package let judgedAt: Instant?
  /// What the stale rule says of it.
  package let staleness: StaleRule.Judgement
  /// Its status by that rule.
  package let effectiveStatus: EffectiveStatus
  /// Whether a cancel is overdue.
  package let isCancelOverdue: Bool
  /// Whether it is queued past its deadline, so that nobody can claim it any more.
  package let isPastDeadline: Bool
  /// Whether its chain of retries is full, so that a retry would be refused; nil where only its server knows.
  package let isChainFull: Bool?
  /// Why it waits, and how many are ahead of it, where it is its turn that it waits for and they were counted.
  package let waitingFor: WaitingReason?
  package let ahead: Int?
  /// Why a person should look at it.
  package let attention: AttentionReason?
  /// Whether its retry was interrupted before it was dispatched; false where nobody has looked for that.
  package var isRetryInterrupted = false
  /// Whether events that can't be read may have moved it, whatever its state says; false where nobody has looked.
  package var isUnread = false

  /// Judges a mission at `now`.
  ///
  /// `session` is the session of the worker that holds it, where there is one; `queue` is what the
  /// rest of its queue says, looked at only while it is queued; `lookedAt` is when a person looked, where the row
  /// doesn't tell.
  package init(
    state: MissionState, request: DispatchRequest?, lane: String, session: SessionState?,
    queue: QueueFacts?, now: Instant, policy: MissionPolicy, lookedAt: Instant? = nil
  ) {
    self.state = state
    self.request = request
    self.lane = lane
    judgedAt = now
    staleness = StaleRule.judge(state, session: session, now: now, policy: policy)
    effectiveStatus = EffectiveStatus(state, isStale: staleness.isStale)
    let overdueSince = state.cancelOverdueSince(at: now, policy: policy)
    isCancelOverdue = overdueSince != nil
    isPastDeadline = state.status == .queued && state.isOverDeadline(at: now)
    isChainFull = policy.isFull(chain: state.facts.chainLength)
    waitingFor = queue.flatMap { WaitingReason.of(state, queue: $0, now: now) }
    ahead = waitingFor == .turn ? queue.flatMap(\.ahead) : nil
    attention = AttentionReason.of(
      state, stale: staleness.reason, overdueSince: overdueSince, lookedAt: lookedAt)
  }
}
