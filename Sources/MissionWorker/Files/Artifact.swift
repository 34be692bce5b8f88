import MissionControl
import MissionModel

/// A file of the work, for the receipt.
struct Artifact: Hashable, Sendable {
  /// Relative to the workspace.
  let path: String
  let content: FileContent
  let role: ArtifactRole
}

extension [Artifact] {
  /// The deliverables that a finish lists.
  var named: [Artifact] {
    Array(filter { $0.role == .deliverable }.prefix(MissionOutcome.mostDeliverables))
  }
}
