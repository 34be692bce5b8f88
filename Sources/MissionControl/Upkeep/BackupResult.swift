package import MissionModel

/// What a backup made.
package struct BackupResult: Sendable {
  /// The folder.
  package let folder: String
  /// What it holds.
  package let manifest: BackupManifest
  /// Whether the home's configuration was copied too.
  package let hasConfiguration: Bool
  /// What of the configuration was not understood, and which copies are of damaged ledgers.
  package let warnings: [Warning]
  /// Why `restore` will not take it: what is wrong with the first ledger that was damaged before it was copied; nil where
  /// all are whole.
  package let damage: MissionError?
}
