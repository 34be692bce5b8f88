/// Missionlog's home where it lies inside a workspace, and so is no work of any mission.
///
/// A process that has the home's ledgers open must not open them as files: closing such a
/// descriptor drops SQLite's locks. Nor are the home's tokens anybody's artifact.
package struct EnclosedHome: Hashable, Sendable {
  private let root: String
  /// The home's own path; nil where it doesn't lie in the workspace.
  private let home: String?

  /// Looks whether `home` lies in the workspace at `root`, following links in both.
  package init(_ home: String, in root: String) {
    self.root = Paths.resolved(root) ?? root
    let home = Paths.resolved(home) ?? home
    self.home = Paths.isInside(home, self.root) ? home : nil
  }

  /// Whether a path from the root, as a walk without following links meets it, lies in the home.
  package func holds(_ path: String) -> Bool {
    guard let home else { return false }
    return Paths.isInside(absolute(path), home)
  }

  /// Whether the target of a path, its links followed, lies in the home.
  package func isReached(by path: String) -> Bool {
    guard let home else { return false }
    return Paths.resolved(absolute(path)).map { Paths.isInside($0, home) } ?? false
  }

  private func absolute(_ path: String) -> String { root == "/" ? "/" + path : root + "/" + path }
}
