package import EventLog
package import MissionModel
package import Platform

/// An explanation of the effective status of a mission or a session at a moment.
package struct Why: Sendable {
  /// The subject of an explanation.
  package enum Subject: Hashable, Sendable {
    /// A mission, by its id.
    case mission(MissionID)
    /// A worker's session, by its name.
    case session(SessionID)
  }

  /// A decisive event, and what it says.
  package struct Decisive: Hashable, Sendable {
    /// `<ledger>:<position>`.
    package let eventID: EventID
    /// The event's type.
    package let type: String
    /// When it was recorded.
    package let at: Instant
    /// What it means.
    package let summary: EventSummary

    /// Describes an event.
    package init(_ event: RecordedEvent, _ upcasting: Upcasting = .current) {
      eventID = event.id
      type = event.type
      at = event.recordedAt
      summary = EventSummary(of: event, upcasting)
    }
  }

  /// The mission or session in question.
  package let subject: Subject
  /// The status that the last events set.
  package let status: String
  /// The status by the stale rule, at `now`.
  package let effectiveStatus: String
  /// The author of the status; nil for a session.
  package let basis: StatusBasis?
  /// The reason why it is stale; nil while it is not.
  package let staleReason: StaleReason?
  /// The rule that decided, as sentences with their values.
  package let rules: [RuleText]
  /// The policy that the rule uses.
  package let policy: MissionPolicy
  /// The moment that it is judged at.
  package let now: Instant
  /// The decisive events, oldest first.
  package let events: [Decisive]
  /// The worker as the process table shows it; nil without a worker, and at a past moment.
  package let live: WorkerPresence?
  /// What the reconciler would do just now, as a sentence; nil where it has no doubt.
  package let outlook: String?
  /// The missions that hold the place it waits for; empty in an explanation that was read, whose
  /// rule names them.
  package let holders: [MissionView]
}
