import MissionControl
import MissionModel

/// A file of the work, as the receipt tells of it.
struct Artifact: Hashable, Sendable {
  /// Relative to the workspace.
  let path: String
  let content: FileContent
  let role: ArtifactRole
}

extension [Artifact] {
  /// The deliverables that a finish names.
  var named: [Artifact] {
    Array(filter { $0.role == .deliverable }.prefix(MissionOutcome.mostDeliverables))
  }
}
