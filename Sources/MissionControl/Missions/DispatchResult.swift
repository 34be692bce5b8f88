package import MissionModel

/// The mission that a dispatch made, or found.
package struct DispatchResult: Sendable {
  package let mission: MissionView
  /// Whether the key had been used for the same request, so that nothing was appended.
  package let replayed: Bool
  package let warnings: [Warning]

  /// Whether the key's mission has ended.
  package var keyHasRun: Bool { replayed && mission.state.status.isTerminal }
}
