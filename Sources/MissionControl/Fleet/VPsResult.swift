package import MissionModel

/// The VPs that are known, by id.
package struct VPsResult: Sendable {
  package let vps: [VPView]
  package let warnings: [Warning]
}
