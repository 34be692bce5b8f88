import Platform

/// The files that a worker itself keeps in a workspace, none of which is an artifact.
package enum WorkspaceFiles {
  package static let receipt = "mission_receipt.json"
  package static let marker = "sync_ready.json"
  package static let output = "output.log"
  package static let objective = "objective.md"
  /// The folder, below a target path, that holds them for each mission.
  package static let folder = ".missionlog"
  /// Folders whose content is never listed.
  package static let passedOver: Set<String> = [
    ".git", "node_modules", ".venv", "__pycache__", folder,
  ]

  /// Whether a path, relative to a workspace, is a worker's own file, or the remains of one from a
  /// killed worker.
  package static func isOwn(_ path: String) -> Bool {
    [receipt, marker, output, objective].contains(path) || path.hasPrefix(folder + "/")
      || PendingFile.isTemporary(path)
  }

  /// The role of an undeclared file: a deliverable at the top of the workspace, else supporting.
  ///
  /// A worker's own files count as supporting; they are listed nowhere but can be read.
  package static func standardRole(_ path: String) -> ListedArtifact.Role {
    path.contains("/") || isOwn(path) ? .supporting : .deliverable
  }
}
