/// The reconciler's judgement: evidence before a verdict, and every verdict bound to the version that was judged.
///
/// Pure: the same facts give the same verdicts. Wall time alone never ends work: a lease that has expired is a reason
/// to look, and only a process that is gone, or silence that no wall clock measured, is a reason to act. The exceptions
/// are what somebody decided (a cancel, a deadline) and imported history, of which nobody will ever report.
package enum Reconciler {
  /// Judges every mission and session of one ledger, the oldest first.
  package static func plan(_ facts: ReconcileFacts) -> ReconcileVerdicts {
    let limit = facts.policy.limit
    let gone = facts.sessions.filter { session in
      session.isToBeLost
        && !facts.held.contains {
          $0.isHeardUnder(session.state) && !HeldJudge($0, facts, lost: []).isEnd
        }
    }
    var verdicts = ReconcileVerdicts()
    verdicts.sessions = gone.prefix(limit).map { lost($0, facts) }
    verdicts.left = gone.count - verdicts.sessions.count + facts.moreQueued
    let found = Set(verdicts.sessions.map(\.session))
    var ends: [(age: Int64, verdict: MissionVerdict)] = []
    for mission in facts.held {
      switch HeldJudge(mission, facts, lost: found).judgement {
      case .end(let verdict): ends.append((mission.state.facts.dispatchPosition, verdict))
      case .keep(let kept): verdicts.kept.append(kept)
      case .later: verdicts.left += 1
      case .healthy: break
      }
    }
    for mission in facts.queued {
      guard let verdict = QueuedJudge(mission, facts).verdict else { continue }
      ends.append((mission.facts.dispatchPosition, verdict))
    }
    ends.sort { $0.age < $1.age }
    verdicts.missions = ends.prefix(limit).map(\.verdict)
    verdicts.left += ends.count - verdicts.missions.count
    return verdicts
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

extension HeldMission {
  /// Whether the mission is an earlier process's of the same worker id, and that one was heard within its lease: then
  /// the end of the process that registered last says nothing of it.
  fileprivate func isHeardUnder(_ registered: SessionState) -> Bool {
    guard session?.state.session == registered.session, let claimed = state.claimedAt,
      let registeredAt = registered.registeredAt, registeredAt > claimed, let lease = state.lease,
      let silence
    else { return false }
    return silence.seconds < lease.length.value
  }
}

extension WatchedSession {
  /// Whether its worker is gone and nothing says so yet.
  ///
  /// A worker that has retired in order counts only while a mission is still its own.
  fileprivate var isToBeLost: Bool {
    guard presence.process == .gone else { return false }
    switch state.phase {
    case .live, .degraded: return true
    case .retired: return !state.missionIDs.isEmpty
    case .lost: return false
    }
  }
}
