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
