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

  /// Whether a path, relative to a workspace, is one of the worker's own, or what one that was killed left of them.
  package static func isOwn(_ path: String) -> Bool {
    [receipt, marker, output, objective].contains(path) || path.hasPrefix(folder + "/")
      || PendingFile.isTemporary(path)
  }

  /// What an undeclared file is: a deliverable at the top of the workspace, else supporting, as the worker's own are,
  /// which are listed nowhere and can be read all the same.
  package static func standardRole(_ path: String) -> ListedArtifact.Role {
    path.contains("/") || isOwn(path) ? .supporting : .deliverable
  }
}
