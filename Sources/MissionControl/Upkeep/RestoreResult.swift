package import MissionModel

/// The home that a restore made.
package struct RestoreResult: Sendable {
  /// One ledger of the new home.
  package struct Ledger: Hashable, Sendable {
    /// The ledger's entry in the manifest.
    package let entry: BackupManifest.Ledger
    /// Its new lineage.
    package let lineage: String
  }

  /// The new home.
  package let home: Home
  /// The backup's manifest.
  package let manifest: BackupManifest
  package let ledgers: [Ledger]
  /// The sources whose cursors were set to where they stood, in the new lineage.
  package let cursors: [BridgeCursorMoved]
  /// The sources whose cursors stay: the bridge had not read the history that was restored.
  package let unset: [String]
  /// A warning for each part of the backup beside its events that contradicted them.
  package let warnings: [Warning]
}
