package import MissionModel

/// The verdict that a new reconciler would reach just now: shown beside an answer, never part of
/// it.
extension Fleet {
  /// The verdict on a running or blocked mission, as a sentence; nil where there is no doubt about
  /// it.
  package func outlook(
    on mission: MissionView, session: SessionState?, presence: WorkerPresence?
  ) async throws -> String? {
    let isServed = try await read(try ledger(named: mission.lane)) { $0.isServed(mission.state) }
    var watch = SilenceWatch()
    let look = silenceLook
    watch.begin(look)
    let watched = session.flatMap { state in presence.map { WatchedSession(state, presence: $0) } }
    var facts = ReconcileFacts(
      lane: mission.lane, reconciledBy: "why", now: now, policy: reconcilePolicy,
      held: [
        HeldMission(
          mission.state, session: watched,
          silence: watch.silence(of: mission.state, isServed: isServed ?? false, look))
      ])
    facts.sessions = watched.map { [$0] } ?? []
    return Reconciler.plan(facts).outlook
  }

  /// The verdict on a worker's session, as a sentence; nil where nothing would be done.
  package func outlook(on session: SessionView, presence: WorkerPresence) -> String? {
    let facts = ReconcileFacts(
      lane: session.lane, reconciledBy: "why", now: now, policy: reconcilePolicy,
      sessions: [WatchedSession(session.state, presence: presence)])
    return Reconciler.plan(facts).outlook
  }
}
