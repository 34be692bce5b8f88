package import MissionModel

/// A VP whose queue was paused or resumed.
package struct PauseResult: Sendable {
  package let vp: VPView
  /// Whether it was so before.
  package let already: Bool
}

/// The VPs that are known, by id.
package struct VPsResult: Sendable {
  package let vps: [VPView]
  package let warnings: [Warning]
}
