/// What a backup made.
package struct BackupResult: Sendable {
  /// The folder.
  package let folder: String
  /// What it holds.
  package let manifest: BackupManifest
  /// Whether the home's configuration was copied too.
  package let hasConfiguration: Bool
  /// What of the configuration was not understood.
  package let warnings: [Warning]
}
