/// A session whose worker may still write, with the observation of its process.
package struct WatchedSession: Hashable, Sendable {
  /// The session's row.
  package let state: SessionState
  /// The observation of its process.
  package let presence: WorkerPresence

  /// Makes a watched session.
  package init(_ state: SessionState, presence: WorkerPresence) {
    self.state = state
    self.presence = presence
  }

  /// The observation of the session's process as the worker of a mission.
  ///
  /// A session that was registered anew since the claim shows another process, which proves nothing
  /// about the first.
  package func presence(for mission: MissionState) -> WorkerPresence {
    guard presence.process != .unknown, let claimed = mission.claimedAt,
      let registered = state.registeredAt, registered > claimed
    else { return presence }
    return WorkerPresence(
      .unknown, pid: presence.pid, host: presence.host,
      sentence: "its worker was started anew since the claim: \(presence.sentence)")
  }
}
