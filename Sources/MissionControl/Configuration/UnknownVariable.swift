/// An environment variable with the program's prefix that the program doesn't know: most probably a
/// mistyped key.
package struct UnknownVariable: Hashable, Sendable, CustomStringConvertible {
  /// The beginning of every name that the program reads, or sets for the commands of missions.
  static let prefix = "MISSIONLOG_"
  /// The known names that override no key.
  private static let others = [
    "HOME", "CONFIG", "SERVER", "TOKEN_FILE", "SESSION_ID", "MISSION_ID", "VP_ID", "ATTEMPT",
    "WORKER_ID", "OBJECTIVE_FILE",
  ]

  package let name: String
  /// The name that was probably meant.
  package let nearest: String?

  package var description: String {
    "the environment variable \(name) is unknown, and ignored"
      + (nearest.map { "; did you mean \($0)?" } ?? "")
  }

  /// The unknown variables of an environment, by name.
  static func all(in environment: [String: String]) -> [UnknownVariable] {
    let candidates = environment.keys.filter { $0.hasPrefix(prefix) }.sorted()
    guard !candidates.isEmpty else { return [] }
    // The common prefix is left out: it would make any two names look alike.
    func word(_ name: String) -> String { String(name.dropFirst(prefix.count)) }
    let known = others + Configuration.settings.map { word($0.environmentName) }
    return candidates.map(word).filter { !known.contains($0) }.map { word in
      UnknownVariable(
        name: prefix + word, nearest: NearestName.find(word, in: known).map { prefix + $0 })
    }
  }
}
