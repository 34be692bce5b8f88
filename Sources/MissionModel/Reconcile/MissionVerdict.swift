/// The reconciler's verdict on one mission: exactly what to append, and to which version of it.
package struct MissionVerdict: Hashable, Sendable {
  /// Why the mission ends, or leaves its worker.
  package enum Ground: Hashable, Sendable {
    /// The evidence confirms the stale rule.
    case stale(StaleReason)
    /// Its worker didn't obey a cancel within the grace, or no worker was there to obey.
    case cancelOverdue
    /// Nobody began it before its deadline.
    case deadlineExceeded
  }

  /// The mission.
  package let missionID: MissionID
  /// The judged version of its stream; nothing is appended to any other.
  package let version: Int64
  /// The session that must be lost when the events are appended; nil if none need be.
  package let lostSession: SessionID?
  /// The ground.
  package let ground: Ground
  /// The status before and after the verdict.
  package let before: MissionStatus
  package let after: MissionStatus
  /// The events to append, in order; those after the first are caused by it.
  package let events: [MissionEvent]
  /// One sentence for a person: the evidence for the verdict.
  package let evidence: String

  /// The basis of the status after the verdict.
  package var basisAfter: StatusBasis {
    if case .stale = ground, after != .cancelled { .inferred } else { .decided }
  }

  /// The outcome in one word: `failed`, `cancelled` or `requeued`.
  package var outcome: MissionReconciled.Outcome {
    switch after {
    case .cancelled: .cancelled
    case .queued: .requeued
    default: .failed
    }
  }

  /// The reason of the stale rule, if the verdict rests on one.
  package var staleReason: StaleReason? {
    if case .stale(let reason) = ground { reason } else { nil }
  }

  /// Whether it was concluded from a worker's silence, which the next word would disprove.
  package var restsOnSilence: Bool {
    guard case .stale(let reason) = ground, reason != .workerDead,
      case .reconciled(let body)? = events.first
    else { return false }
    // Of imported history no worker could report.
    return body.attempt != nil
  }

  /// Whether a mission is already as the verdict makes it.
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
