/// The files that an attempt left.
struct FilesLeft: Hashable, Sendable {
  var artifacts: [Artifact] = []
  /// Whether it left entries that can't be listed, and so are no artifacts.
  var hasUnlisted = false

  /// Whether it left anything at all.
  var hasAny: Bool { hasUnlisted || !artifacts.isEmpty }
}
