/// What reconciliation concludes of one mission: exactly what is to be appended, and to which version of it.
package struct MissionVerdict: Hashable, Sendable {
  /// Why the mission ends, or leaves its worker.
  package enum Ground: Hashable, Sendable {
    /// The evidence allows what the stale rule says.
    case stale(StaleReason)
    /// Its worker didn't obey a cancel within the grace, or nobody was there to.
    case cancelOverdue
    /// Nobody began it before its deadline.
    case deadlineExceeded
  }

  /// The mission.
  package let missionID: MissionID
  /// The version of its stream that was judged; nothing is appended to any other.
  package let version: Int64
  /// The session that must be lost when the events are appended; nil where none need be.
  package let lostSession: SessionID?
  /// Why.
  package let ground: Ground
  /// The status that it leaves and the one that it comes to.
  package let before: MissionStatus
  package let after: MissionStatus
  /// The events to be appended, in order; those after the first are caused by it.
  package let events: [MissionEvent]
  /// One sentence for a person: what it was concluded from.
  package let evidence: String

  /// Who the status is owed to that it comes to.
  package var basisAfter: StatusBasis {
    if case .stale = ground, after != .cancelled { .inferred } else { .decided }
  }

  /// What becomes of the mission in one word: `failed`, `cancelled` or `requeued`.
  package var outcome: MissionReconciled.Outcome {
    switch after {
    case .cancelled: .cancelled
    case .queued: .requeued
    default: .failed
    }
  }

  /// The reason of the stale rule, where the verdict stands on one.
  package var staleReason: StaleReason? {
    if case .stale(let reason) = ground { reason } else { nil }
  }

  /// Whether a mission is now as the verdict says that it comes to be.
  package func isCarriedOut(in mission: MissionState) -> Bool {
    mission.status == after && mission.basis == basisAfter
      && mission.version == version + Int64(events.count)
  }
}

extension MissionVerdict.Ground {
  /// The ground in one word: `stale`, `cancel_overdue` or `deadline_exceeded`.
  package var word: String {
    switch self {
    case .stale: "stale"
    case .cancelOverdue: "cancel_overdue"
    case .deadlineExceeded: "deadline_exceeded"
    }
  }
}
