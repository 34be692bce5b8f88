package import MissionModel

/// A VP whose queue was paused or resumed.
package struct PauseResult: Sendable {
  package let vp: VPView
  /// Whether it was so before.
  package let already: Bool
}
