/// A running or blocked mission, with its worker's session and silence.
package struct HeldMission: Hashable, Sendable {
  /// The mission's row.
  package let state: MissionState
  /// The session of the worker that holds it; nil if there is none.
  package let session: WatchedSession?
  /// The silence of its worker; nil for imported history, which has no lease.
  package let silence: Silence?
  /// For how many seconds a cancel has stood by the reconciler's own watch; nil without a watch,
  /// when the log's times tell.
  package var cancelWait: Double?

  /// Makes a held mission.
  package init(_ state: MissionState, session: WatchedSession?, silence: Silence?) {
    self.state = state
    self.session = session
    self.silence = silence
  }
}
