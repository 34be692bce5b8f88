package import Platform

/// The stale rule: what a mission's or a session's status is worth at a given time.
///
/// A pure function of state, time and policy; it never looks at a process.
package enum StaleRule {
  /// What the rule says, and what decided it.
  package struct Judgement: Hashable, Sendable {
    /// Why it is stale; nil while it is not.
    package let reason: StaleReason?
    /// The part of the rule that decided, as a sentence with its values.
    package let rule: String
    /// The positions of the events that decided, oldest first.
    package let positions: [Int64]

    /// Whether it is stale.
    package var isStale: Bool { reason != nil }
  }

  /// Judges a mission. `session` is the session of the worker that holds it, where there is one.
  package static func judge(
    _ mission: MissionState, session: SessionState?, now: Instant, policy: MissionPolicy
  ) -> Judgement {
    Judgement(reason: nil, rule: "", positions: [])
  }

  /// Judges a worker's session.
  package static func judge(
    _ session: SessionState, now: Instant, policy: MissionPolicy
  ) -> Judgement {
    Judgement(reason: nil, rule: "", positions: [])
  }
}
