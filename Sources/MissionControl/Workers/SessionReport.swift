package import MissionModel

/// What a worker says of itself.
package enum SessionReport: Hashable, Sendable {
  case registered(WorkerProcess)
  case heartbeat
  case degraded(error: String)
  case retired
}
