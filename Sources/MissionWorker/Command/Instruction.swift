import CanonicalJSON
import MissionModel

/// An instruction of a command to its worker, in a line of its standard output.
enum Instruction: Hashable, Sendable {
  case progress(summary: String?, percent: Double?, usage: Usage?, detail: JSONText?)
  case artifact(path: String, role: ArtifactRole)
  case blocked(question: String, options: [String])
  case fallback(from: String, to: String, reason: String)
  case result(message: String?, nextAction: String?, usage: Usage?)

  /// The key that marks an instruction.
  static let key = "missionlog"
}
