package import MissionModel

/// A worker's report of itself.
package enum SessionReport: Hashable, Sendable {
  case registered(WorkerProcess)
  case heartbeat
  case degraded(error: String)
  case retired
}
