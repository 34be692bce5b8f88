package import MissionModel

/// The backup that was made.
package struct BackupResult: Sendable {
  /// The folder.
  package let folder: String
  /// What it holds.
  package let manifest: BackupManifest
  /// Whether the home's configuration was copied too.
  package let hasConfiguration: Bool
  /// Warnings of configuration that was not understood, and of copies of damaged ledgers.
  package let warnings: [Warning]
  /// The reason why `restore` will refuse it: the damage of the first ledger that was damaged
  /// before it was copied; nil where all are whole.
  package let damage: MissionError?
}
