package import MissionModel

/// An answer to a command on a mission, which holds the mission as it then is.
package protocol OutcomeAnswer: ToolAnswer {
  /// The mission; for a retry the new one.
  var mission: MissionView { get }
}
