/// A stale mission that is left as it is, with the reason.
package struct KeptMission: Hashable, Sendable {
  /// Why it is left.
  package enum Ground: String, Choice {
    /// Its worker is alive and was not silent for long enough.
    case alive
    /// Nothing tells whether its worker is alive, and this reconciler has not seen enough silence.
    case unobserved
  }

  /// The mission.
  package let missionID: MissionID
  /// Why the stale rule doubts it.
  package let staleReason: StaleReason
  /// Why it is left.
  package let ground: Ground
  /// The silence that would end it, and the silence observed, in seconds.
  package let neededSeconds: Double
  package let silence: Silence?
  /// One sentence for a person.
  package let evidence: String
}
