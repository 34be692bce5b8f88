/// The files that an attempt left.
struct FilesLeft: Hashable, Sendable {
  var artifacts: [Artifact] = []
  /// Whether it left something that can't be listed, and so be no artifact, either.
  var hasUnlisted = false

  /// Whether it left anything at all.
  var hasAny: Bool { hasUnlisted || !artifacts.isEmpty }
}
