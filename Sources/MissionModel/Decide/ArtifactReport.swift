/// A file that a worker declares.
package struct ArtifactReport: Hashable, Sendable {
  /// The path, relative to the workspace.
  package var path: String
  package var bytes: Int64?
  package var sha256: String?
  /// Whether the worker said nothing of the content, and its size and hash were found where the
  /// file is.
  package var isLookedAt = false
  package var role: ArtifactRole

  /// Makes a report.
  package init(
    path: String, bytes: Int64? = nil, sha256: String? = nil, role: ArtifactRole = .deliverable
  ) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.role = role
  }
}
