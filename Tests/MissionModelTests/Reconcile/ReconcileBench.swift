import Platform

@testable import MissionModel

/// One mission as a reconciler finds it: claimed by `w1`, with a lease of 120 seconds, judged some
/// time later.
struct ReconcileBench {
  var mission: MissionBench
  var session = SessionState(
    session: SessionID(vp: MissionBench.vp, worker: MissionBench.first.worker), position: 9)
  var presence: WorkerPresence? = WorkerPresence(.alive, pid: 7, sentence: "process 7 runs")
  var silence: Silence? = Silence(seconds: 0, measure: .monotonic)
  var policy = ReconcilePolicy()
  /// Seconds of the wall clock since the claim.
  var elapsed = 0.0

  init(maxAttempts: Int = 1, deadlineIn seconds: Double? = nil) throws {
    mission = try MissionBench(maxAttempts: maxAttempts, deadlineIn: seconds)
    try mission.run(.claim("w1"))
    session.missionIDs = [MissionBench.id]
  }

  /// What the reconciler says.
  var verdicts: ReconcileVerdicts {
    var facts = ReconcileFacts(
      lane: "vp", reconciledBy: "worker:w2", now: mission.now.advanced(bySeconds: elapsed),
      policy: policy)
    let watched = presence.map { WatchedSession(session, presence: $0) }
    facts.sessions = watched.map { [$0] } ?? []
    if let state = mission.state {
      if state.status.isHeld {
        facts.held = [HeldMission(state, session: watched, silence: silence)]
      } else {
        facts.queued = [state]
      }
    }
    return Reconciler.plan(facts)
  }

  /// The verdict on the mission in a few words, `alive` or `unobserved` for one that is kept, nil
  /// for a healthy one.
  var word: String? {
    let verdicts = verdicts
    if let kept = verdicts.kept.first { return kept.ground.rawValue }
    return verdicts.missions.first.map { verdict in
      verdict.events.map { String($0.type.dropFirst(MissionEventType.prefix.count)) }
        .joined(separator: "+")
    }
  }

  /// Sees the worker as this, silent for so many seconds.
  mutating func see(_ process: WorkerPresence.Process, silentFor seconds: Double? = nil) {
    presence = WorkerPresence(process, pid: 7, sentence: "process 7 is \(process.rawValue)")
    if let seconds { silence = Silence(seconds: seconds, measure: .monotonic) }
  }

  /// Appends the verdicts as a ledger would.
  mutating func carryOut() throws {
    for verdict in verdicts.missions {
      try mission.append(verdict.events, actor: "reconciler")
    }
    if !verdicts.sessions.isEmpty { session.phase = .lost }
  }
}
