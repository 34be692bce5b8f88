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
