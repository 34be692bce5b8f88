import CanonicalJSON
import MissionControl
import MissionModel

extension SessionReport {
  /// Writes the members of a worker's report of itself.
  func writeMembers(into writer: inout JSONWriter) {
    writer.field("report", kind.rawValue)
    switch self {
    case .heartbeat, .retired: break
    case .degraded(let error): writer.field("error", error)
    case .registered(let process):
      writer.fieldIfPresent("host", process.host)
      writer.fieldIfPresent("version", process.version)
    }
  }
}
