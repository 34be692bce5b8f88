package import MissionModel
import Platform

/// What a reconciler that has seen nothing yet would do just now: shown beside an answer, never part of it.
extension Fleet {
  /// What it would do with a running or blocked mission, as a sentence; nil where it has no doubt of it.
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

  /// What it would do with a worker's session, as a sentence; nil where it would do nothing.
  package func outlook(on session: SessionView, presence: WorkerPresence) -> String? {
    let facts = ReconcileFacts(
      lane: session.lane, reconciledBy: "why", now: now, policy: reconcilePolicy,
      sessions: [WatchedSession(session.state, presence: presence)])
    return Reconciler.plan(facts).outlook
  }
}
