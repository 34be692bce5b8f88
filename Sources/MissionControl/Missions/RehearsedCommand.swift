package import MissionModel

/// A command of which it can be asked whether a mission would refuse it.
package enum RehearsedCommand: String, CaseIterable, Sendable {
  case cancel, retry, acknowledge
}

/// What would become of a command on a mission.
package struct CommandRehearsal: Sendable {
  /// The mission as it is.
  package let mission: MissionView
  /// Whether it was done before, so that nothing would change.
  package let already: Bool
  /// Why it would refuse the command; nil where it would be done.
  package let refusal: MissionError?
}
