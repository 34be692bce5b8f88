package import MissionModel

/// A command that can be rehearsed, to see whether a mission would refuse it.
package enum RehearsedCommand: String, CaseIterable, Sendable {
  case cancel, retry, acknowledge
}

/// The outcome that a command would have on a mission.
package struct CommandRehearsal: Sendable {
  /// The mission as it is.
  package let mission: MissionView
  /// Whether the command was done before, so that it would change nothing.
  package let already: Bool
  /// Why it would refuse the command; nil where it would be done.
  package let refusal: MissionError?
}
