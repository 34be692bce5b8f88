package import MissionModel

/// The outcome of a pruning, or what it would be.
package struct PruneResult: Sendable {
  /// One workspace that was emptied.
  package struct Workspace: Sendable {
    /// The mission whose own folder it is.
    package let mission: MissionID
    package let path: String
    package let files: Int
    package let bytesFreed: Int64
    /// The reason why files had to be left, or the removal could not be recorded; nil where all
    /// went well.
    package let failure: String?
  }

  /// The workspaces with files to remove, by mission id.
  package var workspaces: [Workspace] = []
  /// How many finished missions' workspaces stay as they are, by reason.
  package var kept: [PruneRule.Reason: Int] = [:]
  package var warnings: [Warning] = []

  /// What was freed in all.
  package var bytesFreed: Int64 { workspaces.reduce(0) { $0 + $1.bytesFreed } }
}
