import CanonicalJSON
import MissionControl
import MissionModel

extension SessionReport {
  /// Writes the members of a worker's report of itself.
  func writeMembers(into writer: inout JSONWriter) {
    switch self {
    case .heartbeat: writer.field("report", "heartbeat")
    case .retired: writer.field("report", "retired")
    case .degraded(let error):
      writer.field("report", "degraded")
      writer.field("error", error)
    case .registered(let process):
      writer.field("report", "registered")
      writer.fieldIfPresent("host", process.host)
      writer.fieldIfPresent("version", process.version)
    }
  }
}
