import Platform

/// The judgement of one mission that a worker holds.
struct HeldJudge {
  /// What happens to the mission.
  enum Judgement: Hashable, Sendable {
    case end(MissionVerdict)
    case keep(KeptMission)
    /// Its worker is gone, but this run has found as many lost workers as one run may.
    case later
    case healthy
  }

  private let mission: HeldMission
  private let facts: ReconcileFacts
  private let lost: Set<SessionID>
  private var state: MissionState { mission.state }

  /// Takes a mission; `lost` are the sessions that this run finds lost.
  init(_ mission: HeldMission, _ facts: ReconcileFacts, lost: Set<SessionID>) {
    self.mission = mission
    self.facts = facts
    self.lost = lost
  }

  /// The one rule, by rank: a worker that is gone, evidence of silence, an overdue cancel, the
  /// benefit of the doubt.
  var judgement: Judgement {
    if let session = mission.session?.state.session, lost.contains(session) {
      return .end(stale(.workerDead, lostSession: session))
    }
    let rule = StaleRule.judge(
      state, session: mission.session?.state, now: facts.now, policy: facts.policy.rules)
    guard let reason = rule.reason ?? timeless else { return overdueCancel ?? .healthy }
    if reason == .workerDead {
      return .end(stale(.workerDead, lostSession: mission.session?.state.session))
    }
    // No worker will ever report on imported history: the stale rule alone judges it.
    guard let lease = state.lease, !state.isHeldByImport else { return .end(stale(reason)) }
    if presence.process == .gone { return overdueCancel ?? .later }
    let rules = facts.policy.rules
    let isAlive = presence.process == .alive
    let needed = max(isAlive ? rules.staleMissionSeconds : rules.leaseTTL, lease.length.value)
    if let silence = mission.silence, silence.seconds >= needed {
      return .end(stale(reason, needed: needed))
    }
    return overdueCancel
      ?? .keep(
        KeptMission(
          missionID: state.facts.missionID, staleReason: reason,
          ground: isAlive ? .alive : .unobserved, neededSeconds: needed, silence: mission.silence,
          evidence: presence.sentence))
  }

  /// Whether the mission ends by these facts.
  var isEnd: Bool { if case .end = judgement { true } else { false } }

  /// The expiry, by silence alone, of a lease whose end no wall clock can tell.
  ///
  /// A lease that lasts longer from now on than its whole length was written while the clock ran
  /// ahead, and would last for as long as the clock was wrong.
  private var timeless: StaleReason? {
    guard !state.isHeldByImport, let lease = state.lease, let silence = mission.silence
    else { return nil }
    let lasts = lease.expiresAt.seconds(since: facts.now)
    return lasts > lease.length.value && silence.seconds >= lease.length.value ? .claimExpired : nil
  }

  /// The observation of the worker that claimed the mission.
  private var presence: WorkerPresence {
    guard let session = mission.session else {
      return WorkerPresence(.unknown, sentence: "its worker has no session")
    }
    return session.presence(for: state)
  }

  private func stale(
    _ reason: StaleReason, needed: Double? = nil, lostSession: SessionID? = nil
  ) -> MissionVerdict {
    let evidence = ReconcileEvidence(
      judgedAt: facts.now, presence: presence, silence: mission.silence, neededSeconds: needed,
      lastHeartbeatAt: state.lastHeartbeatAt, leaseExpiresAt: state.lease?.expiresAt)
    let end = end(of: reason)
    let reconciled = MissionReconciled(
      attempt: attempt, outcome: end.outcome, staleReason: reason, storageLane: facts.lane,
      reconciledBy: facts.reconciledBy, previousStatus: state.status, evidence: evidence.json)
    return MissionVerdict(
      missionID: state.facts.missionID, version: state.version, lostSession: lostSession,
      ground: .stale(reason), before: state.status, after: end.outcome.status,
      events: [.reconciled(reconciled), end.event], evidence: sentence(reason))
  }

  /// The event of a verdict: the requested cancel, another attempt if the policy requeues, or else
  /// the failure.
  private func end(of reason: StaleReason) -> (
    outcome: MissionReconciled.Outcome, event: MissionEvent
  ) {
    if let cancel = state.cancel {
      let event = MissionCancelled(attempt: attempt, by: .reconciler, reason: cancel.reason)
      return (.cancelled, .cancelled(event))
    }
    // After its deadline nobody could claim it again.
    let hasTime = state.facts.deadline.map { facts.now < $0 } ?? true
    if facts.policy.requeues, hasTime, let attempt, state.attempt < state.facts.maxAttempts {
      let event = MissionRequeued(
        attempt: attempt, by: .reconciler, reason: MissionReconciled.staleReasonText)
      return (.requeued, .requeued(event))
    }
    let event = MissionFailed(
      attempt: attempt, by: .reconciler, failureMode: .stale(reason), error: sentence(reason))
    return (.failed, .failed(event))
  }

  /// The end of a mission whose worker didn't obey a cancel in time; nil without a cancel, or while
  /// time is left.
  private var overdueCancel: Judgement? {
    let rules = facts.policy.rules
    guard let cancel = state.cancel,
      mission.cancelWait.map({ $0 > rules.cancelGrace })
        ?? state.isCancelOverdue(at: facts.now, policy: rules)
    else { return nil }
    let event = MissionCancelled(attempt: attempt, by: .reconciler, reason: cancel.reason)
    let grace = DurationText.text(seconds: rules.cancelGrace)
    return .end(
      MissionVerdict(
        missionID: state.facts.missionID, version: state.version, lostSession: nil,
        ground: .cancelOverdue, before: state.status, after: .cancelled,
        events: [.cancelled(event)],
        evidence: "its worker had \(grace) (cancel_grace) to obey the cancel of \(cancel.at)"))
  }

  /// The judged attempt; nil for imported history, which no session knows.
  private var attempt: AttemptRef? {
    guard !state.isHeldByImport else { return nil }
    return state.lease.map {
      AttemptRef(
        vpID: state.facts.vpID, workerID: $0.token.worker, attempt: $0.token.attempt)
    }
  }

  private func sentence(_ reason: StaleReason) -> String {
    guard state.lease != nil, !state.isHeldByImport else {
      return "its history was imported, and no worker will ever report on it"
    }
    guard reason != .workerDead, let silence = mission.silence else { return presence.sentence }
    return presence.sentence + ", and nothing was heard of it for "
      + DurationText.text(seconds: silence.seconds)
  }
}

extension MissionReconciled.Outcome {
  /// The status after the verdict.
  var status: MissionStatus {
    switch self {
    case .failed: .failed
    case .cancelled: .cancelled
    case .requeued: .queued
    }
  }
}
