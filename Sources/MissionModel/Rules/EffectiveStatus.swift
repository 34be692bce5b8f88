/// A mission's real status at a given time.
package enum EffectiveStatus: String, Choice {
  case queued, running, blocked, completed, failed, cancelled
  /// The stale rule doubts that anyone still works on it.
  case stale
  /// A cancel was requested, and the worker hasn't stopped yet.
  case cancelling

  /// Whether nothing more will happen.
  package var isTerminal: Bool {
    switch self {
    case .completed, .failed, .cancelled: true
    case .queued, .running, .blocked, .stale, .cancelling: false
    }
  }

  /// Judges a mission whose staleness is known.
  package init(_ mission: MissionState, isStale: Bool) {
    if isStale {
      self = .stale
    } else if mission.isCancelRequested, mission.status.isHeld {
      self = .cancelling
    } else {
      switch mission.status {
      case .queued: self = .queued
      case .running: self = .running
      case .blocked: self = .blocked
      case .completed: self = .completed
      case .failed: self = .failed
      case .cancelled: self = .cancelled
      }
    }
  }
}

/// A session's real status at a given time.
package enum EffectiveSessionStatus: String, Choice {
  case idle, active, degraded, lost, retired, stale

  /// Judges a session whose staleness is known.
  package init(_ session: SessionState, isStale: Bool) {
    guard !isStale else {
      self = .stale
      return
    }
    switch session.status {
    case .idle: self = .idle
    case .active: self = .active
    case .degraded: self = .degraded
    case .lost: self = .lost
    case .retired: self = .retired
    }
  }
}
