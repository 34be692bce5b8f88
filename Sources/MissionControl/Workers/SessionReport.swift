package import MissionModel

/// A worker's report of itself.
package enum SessionReport: Hashable, Sendable {
  case registered(WorkerProcess)
  case heartbeat
  case degraded(error: String)
  case retired

  /// What kind of report there is.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case registered, heartbeat, degraded, retired
  }

  /// Which kind it is.
  package var kind: Kind {
    switch self {
    case .registered: .registered
    case .heartbeat: .heartbeat
    case .degraded: .degraded
    case .retired: .retired
    }
  }
}
