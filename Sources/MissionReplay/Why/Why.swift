package import EventLog
package import MissionModel
package import Platform

/// Why a mission or a session has the effective status it has at a moment.
package struct Why: Sendable {
  /// What is asked about.
  package enum Subject: Hashable, Sendable {
    /// A mission, by its id.
    case mission(MissionID)
    /// A worker's session, by its name.
    case session(SessionID)
  }

  /// An event that decided, and what it says.
  package struct Decisive: Hashable, Sendable {
    /// `<ledger>:<position>`.
    package let eventID: EventID
    /// The event's type.
    package let type: String
    /// When it was recorded.
    package let at: Instant
    /// What it means.
    package let summary: EventSummary

    /// Names an event.
    package init(_ event: RecordedEvent, _ upcasting: Upcasting = .current) {
      eventID = event.id
      type = event.type
      at = event.recordedAt
      summary = EventSummary(of: event, upcasting)
    }
  }

  /// What is asked about.
  package let subject: Subject
  /// The status that the last events set.
  package let status: String
  /// The status by the stale rule, at `now`.
  package let effectiveStatus: String
  /// Who the status is owed to; nil for a session.
  package let basis: StatusBasis?
  /// Why it is stale; nil while it is not.
  package let staleReason: StaleReason?
  /// The rule that decided, as sentences with their values.
  package let rules: [RuleText]
  /// The policy that the rule uses.
  package let policy: MissionPolicy
  /// The moment that it is judged at.
  package let now: Instant
  /// The events that decided, oldest first.
  package let events: [Decisive]
  /// What the process table says of the worker; nil where there is none, or where a past moment is asked about.
  package let live: WorkerPresence?
  /// What the reconciler would do just now, as a sentence; nil where it has no doubt.
  package let outlook: String?
  /// Who has the place that it waits for; empty in an explanation that was read, which names them in its rule.
  package let holders: [MissionView]
}
