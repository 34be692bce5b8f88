import Platform

/// The reconciler's judgement: evidence before a verdict, and every verdict bound to the judged
/// version.
///
/// Pure: the same facts give the same verdicts. Wall time alone never ends work: an expired lease
/// is a reason to look, and only a process that is gone, or silence that no wall clock measured, is
/// a reason to act. The exceptions are somebody's decisions (a cancel, a deadline) and imported
/// history, on which nobody will ever report.
package enum Reconciler {
  /// Judges several ledgers in one run, which ends the oldest missions of all, up to the limit of
  /// one run.
  package static func plan(_ ledgers: [ReconcileFacts]) -> [ReconcileVerdicts] {
    let whole = ledgers.map { plan($0) }
    let limit = ledgers.first?.policy.limit ?? 0
    guard whole.reduce(0, { $0 + $1.missions.count }) > limit else { return whole }
    var ends: [(at: Instant?, ledger: Int)] = []
    for (index, (facts, verdicts)) in zip(ledgers, whole).enumerated() {
      let dispatched = facts.dispatchTimes
      ends += verdicts.missions.map { (dispatched[$0.missionID], index) }
    }
    // A mission without a dispatch time is older than the log.
    ends.sort { ($0.at?.microseconds ?? 0, $0.ledger) < ($1.at?.microseconds ?? 0, $1.ledger) }
    var shares = ledgers.map { _ in 0 }
    for end in ends.prefix(limit) { shares[end.ledger] += 1 }
    return zip(ledgers, shares).map { plan($0, ending: $1) }
  }

  /// Judges every mission and session of one ledger, the oldest first.
  package static func plan(_ facts: ReconcileFacts) -> ReconcileVerdicts {
    plan(facts, ending: facts.policy.limit)
  }

  private static func plan(_ facts: ReconcileFacts, ending most: Int) -> ReconcileVerdicts {
    let gone = gone(facts)
    var verdicts = ReconcileVerdicts()
    verdicts.sessions = gone.prefix(facts.policy.limit).map { lost($0, facts) }
    let found = Set(verdicts.sessions.map(\.session))
    let later = Set(gone.map(\.state.session)).subtracting(found)
    verdicts.left = later.count + facts.moreQueued
    var ends: [(age: Int64, verdict: MissionVerdict)] = []
    for mission in facts.held {
      switch HeldJudge(mission, facts, lost: found).judgement {
      case .end(let verdict): ends.append((mission.state.facts.dispatchPosition, verdict))
      case .keep(let kept): verdicts.kept.append(kept)
      case .later: verdicts.left += 1
      case .healthy:
        if let session = mission.session?.state.session, later.contains(session) {
          verdicts.left += 1
        }
      }
    }
    for mission in facts.queued {
      guard let verdict = QueuedJudge(mission, facts).verdict else { continue }
      ends.append((mission.facts.dispatchPosition, verdict))
    }
    ends.sort { $0.age < $1.age }
    verdicts.missions = ends.prefix(most).map(\.verdict)
    verdicts.left += ends.count - verdicts.missions.count
    return verdicts
  }

  /// The workers that are gone and not known to be: holders of the oldest missions first, idle ones
  /// last.
  private static func gone(_ facts: ReconcileFacts) -> [WatchedSession] {
    var oldest: [SessionID: Int64] = [:]
    for mission in facts.held {
      guard let session = mission.session?.state.session else { continue }
      let position = mission.state.facts.dispatchPosition
      oldest[session] = min(oldest[session] ?? position, position)
    }
    return facts.sessions.filter { session in
      session.isToBeLost
        && !facts.held.contains {
          $0.isHeardUnder(session.state) && !HeldJudge($0, facts, lost: []).isEnd
        }
    }
    .map { (age: oldest[$0.state.session] ?? .max, session: $0) }
    .sorted { ($0.age, $0.session.state.session) < ($1.age, $1.session.state.session) }
    .map(\.session)
  }

  private static func lost(_ session: WatchedSession, _ facts: ReconcileFacts) -> SessionVerdict {
    let id = session.state.session
    let evidence = ReconcileEvidence(judgedAt: facts.now, presence: session.presence)
    return SessionVerdict(
      session: id, position: session.state.position,
      event: .lost(SessionLost(session: id, evidence: evidence.json)),
      evidence: session.presence.sentence)
  }
}

extension ReconcileFacts {
  /// When each mission was dispatched, if known.
  fileprivate var dispatchTimes: [MissionID: Instant] {
    (held.map(\.state) + queued).reduce(into: [:]) { times, state in
      times[state.facts.missionID] = state.facts.dispatchedAt
    }
  }
}

extension HeldMission {
  /// Whether the mission belongs to an earlier process with the same worker id that was heard
  /// within its lease: then the end of the process that registered last proves nothing.
  fileprivate func isHeardUnder(_ registered: SessionState) -> Bool {
    guard session?.state.session == registered.session, let claimed = state.claimedAt,
      let registeredAt = registered.registeredAt, registeredAt > claimed, let lease = state.lease,
      let silence
    else { return false }
    return silence.seconds < lease.length.value
  }
}

extension WatchedSession {
  /// Whether its worker is gone and no event says so yet.
  ///
  /// A worker that has retired in order counts only while it still holds a mission.
  fileprivate var isToBeLost: Bool {
    guard presence.process == .gone else { return false }
    switch state.phase {
    case .live, .degraded: return true
    case .retired: return !state.missionIDs.isEmpty
    case .lost: return false
    }
  }
}
