package import MissionModel

/// What a restore made.
package struct RestoreResult: Sendable {
  /// One ledger of the new home.
  package struct Ledger: Hashable, Sendable {
    /// What the manifest says of it.
    package let entry: BackupManifest.Ledger
    /// The lineage that it has from now on.
    package let lineage: String
  }

  /// The new home.
  package let home: Home
  /// The backup's manifest.
  package let manifest: BackupManifest
  package let ledgers: [Ledger]
  /// The sources whose cursors were set to where they stood, in the new lineage.
  package let cursors: [BridgeCursorMoved]
  /// Sources whose cursors stay as they are: the bridge had not read the history that was restored.
  package let unset: [String]
  /// What the backup held beside its events that was not what these say.
  package let warnings: [Warning]
}
