/// Where a mission is in its life.
package enum MissionStatus: String, Choice {
  case queued, running, blocked, completed, failed, cancelled

  /// Whether nothing more is going to happen to the work itself.
  package var isTerminal: Bool {
    switch self {
    case .queued, .running, .blocked: false
    case .completed, .failed, .cancelled: true
    }
  }

  /// Whether a worker holds the mission.
  package var isHeld: Bool { self == .running || self == .blocked }
}

/// Who the status is owed to: a report outranks an inference, and a decision outranks both.
package enum StatusBasis: String, Choice {
  /// Its worker said so.
  case reported
  /// An orchestrator or a person said so.
  case decided
  /// The reconciler concluded it from silence or absence.
  case inferred
}

/// Who ended or returned a mission: the side of the house that an event came from.
package enum Party: String, Choice {
  case worker, orchestrator, reconciler
}

/// Where a worker's session is in its life.
package enum SessionStatus: String, Choice {
  case idle, active, degraded, lost, retired
}
