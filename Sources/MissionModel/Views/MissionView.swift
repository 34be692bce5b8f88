package import Platform

/// A mission as every interface shows it at one time: the only place that makes its JSON.
package struct MissionView: Hashable, Sendable {
  /// The mission.
  package let state: MissionState
  /// The request, if the full object is wanted; a summary does without.
  package let request: DispatchRequest?
  /// The lane, and the ledger, of the mission.
  package let lane: String
  /// The fleet's time at the judgement; nil if only its server knows it.
  package let judgedAt: Instant?
  /// The stale rule's judgement.
  package let staleness: StaleRule.Judgement
  /// Its status by that judgement.
  package let effectiveStatus: EffectiveStatus
  /// Whether a cancel is overdue.
  package let isCancelOverdue: Bool
  /// Whether it is queued past its deadline, so that nobody can claim it any more.
  package let isPastDeadline: Bool
  /// Whether its chain of retries is full, so that a retry would be refused; nil if only its server
  /// knows.
  let isChainFull: Bool?
  /// Why it waits, and how many are ahead of it, if it waits for its turn and they were counted.
  package let waitingFor: WaitingReason?
  package let ahead: Int?
  /// Why a person should look at it.
  package let attention: AttentionReason?
  /// The lane from which its VP's workers claim, if it is queued in another one, where none sees it;
  /// nil if nobody has checked.
  package var laneOfWorkers: String?
  /// Whether its retry was interrupted before it was dispatched; false if nobody has checked.
  package var isRetryInterrupted = false
  /// Whether events that can't be read may have changed it, whatever its state says; false if
  /// nobody has checked.
  package var isUnread = false

  /// Judges a mission at `now`.
  ///
  /// `session` is the session of the worker that holds it, if there is one; `queue` describes the
  /// rest of its queue and is used only while it is queued; `lookedAt` is when a person looked, if
  /// the row doesn't tell.
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
