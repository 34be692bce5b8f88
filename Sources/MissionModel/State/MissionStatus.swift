/// The stage of a mission's life.
package enum MissionStatus: String, Choice {
  case queued, running, blocked, completed, failed, cancelled

  /// Whether the work itself is over.
  package var isTerminal: Bool {
    switch self {
    case .queued, .running, .blocked: false
    case .completed, .failed, .cancelled: true
    }
  }

  /// Whether a worker holds the mission.
  package var isHeld: Bool { self == .running || self == .blocked }
}
