import MissionModel
import Platform

/// A file of the work, as the receipt tells of it.
struct Artifact: Hashable, Sendable {
  /// Relative to the workspace.
  let path: String
  let bytes: Int64
  /// Hexadecimal.
  let sha256: String
  let role: ArtifactRole

  /// Reads and hashes a file below `root`; a path that leads out of it is refused.
  init(path: String, role: ArtifactRole, below root: BeneathRoot) throws(PlatformError) {
    let file = try root.openFile(path)
    let content = try file.digest()
    self.path = path
    self.role = role
    bytes = content.bytes
    sha256 = content.digest.description
  }
}

extension [Artifact] {
  /// The deliverables that a finish names.
  var named: [Artifact] {
    Array(filter { $0.role == .deliverable }.prefix(MissionOutcome.mostDeliverables))
  }
}
