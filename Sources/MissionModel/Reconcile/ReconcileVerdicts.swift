import Platform

/// What one run over one ledger concludes.
package struct ReconcileVerdicts: Hashable, Sendable {
  /// Workers that are gone: to be appended before the missions' events.
  package var sessions: [SessionVerdict] = []
  /// Missions that end or go back to the queue, oldest first.
  package var missions: [MissionVerdict] = []
  /// Stale missions that are left, oldest first.
  package var kept: [KeptMission] = []
  /// How many more missions and sessions a later run has to end, beyond what one run may.
  package var left = 0

  /// Makes an empty result.
  package init() {}

  /// Whether nothing is to be appended.
  package var isEmpty: Bool { sessions.isEmpty && missions.isEmpty }
}

extension ReconcileVerdicts {
  /// What becomes of the first mission, or session, that is judged, as a sentence; nil where nothing does.
  package var outlook: String? {
    if let verdict = missions.first {
      let reason = verdict.staleReason?.rawValue ?? verdict.ground.word
      return "the reconciler's next run makes it \(verdict.after.rawValue) (\(reason)): "
        + verdict.evidence
    }
    if let kept = kept.first {
      let needed = DurationText.text(seconds: kept.neededSeconds)
      let silence = DurationText.text(seconds: kept.silence?.seconds ?? 0)
      switch kept.ground {
      case .alive:
        return "the reconciler leaves it to its worker, which lives, until that was silent for "
          + "\(needed); so far it was for \(silence)"
      case .unobserved:
        return "nothing tells whether its worker lives, so the reconciler leaves it until there "
          + "were \(needed) of silence; this look alone knows of \(silence)"
      }
    }
    return sessions.isEmpty ? nil : "the reconciler's next run finds it lost"
  }
}

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

/// What reconciliation concludes of a worker: it is gone.
package struct SessionVerdict: Hashable, Sendable {
  /// The session.
  package let session: SessionID
  /// The position of the last event that moved it; nothing is appended once it has moved.
  package let position: Int64
  /// The event to be appended.
  package let event: SessionEvent
  /// One sentence for a person: what was looked at.
  package let evidence: String
}

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
