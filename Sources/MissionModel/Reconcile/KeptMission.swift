/// A stale mission that is left as it is, and why.
package struct KeptMission: Hashable, Sendable {
  /// Why it is left.
  package enum Ground: String, Choice {
    /// Its worker lives, and was not silent for long enough.
    case alive
    /// Nothing tells whether its worker lives, and this reconciler has not seen enough silence.
    case unobserved
  }

  /// The mission.
  package let missionID: MissionID
  /// Why the stale rule doubts it.
  package let staleReason: StaleReason
  /// Why it is left.
  package let ground: Ground
  /// For how much silence it would be ended, and how much there was, in seconds.
  package let neededSeconds: Double
  package let silence: Silence?
  /// One sentence for a person.
  package let evidence: String
}
