/// Missionlog's home where a workspace lies around it, and so no work of any mission.
///
/// Its ledgers must not be opened as files by a process that has them open: closing such a descriptor drops SQLite's
/// locks. Its tokens are nobody's artifact either.
package struct EnclosedHome: Hashable, Sendable {
  private let root: String
  /// The home's own path; nil where it doesn't lie in the workspace.
  private let home: String?

  /// Looks whether `home` lies in the workspace at `root`; links are followed in both.
  package init(_ home: String, in root: String) {
    self.root = Paths.resolved(root) ?? root
    let home = Paths.resolved(home) ?? home
    self.home = Paths.isInside(home, self.root) ? home : nil
  }

  /// Whether what a walk that follows no links comes by lies in the home, by its path from the root.
  package func holds(_ path: String) -> Bool {
    guard let home else { return false }
    return Paths.isInside(absolute(path), home)
  }

  /// Whether what a path leads to, its links followed, lies in the home.
  package func isReached(by path: String) -> Bool {
    guard let home else { return false }
    return Paths.resolved(absolute(path)).map { Paths.isInside($0, home) } ?? false
  }

  private func absolute(_ path: String) -> String { root == "/" ? "/" + path : root + "/" + path }
}
