import EventLog
import EventProjections
import MissionModel
import Platform

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

extension Fleet {
  /// Copies every ledger and the configuration into a folder, while all goes on.
  ///
  /// Each copy is of one moment, the runtime ledger's first, so that no cursor of the bridge is ahead of what it reads.
  /// A backup is there at once, when all of it is. Workspaces are not copied.
  ///
  /// - Parameters:
  ///   - folder: an absolute path, of an empty folder, of none yet, or of one in which a backup was killed.
  ///   - progress: told how many pages of how many are copied, by ledger.
  /// - Returns: the manifest of what was made.
  /// - Throws: `config_invalid` where a lane is or may be missing in the configuration, `validation_error` for a folder that
  ///   isn't empty, `vp_db_locked` for one that is being filled, `ledger_read_only` for one that can't be written,
  ///   `ledger_full` where there is too little room, and what any ledger says: a backup that lacks one is none. What was
  ///   made by then is removed.
  package func backup(
    to folder: String,
    progress: @escaping @Sendable (_ ledger: String, _ done: Int, _ total: Int) -> Void = {
      _, _, _ in
    }
  ) async throws -> BackupResult {
    try await BlockingPool(name: "backup", threads: 1).run {
      guard !self.isCapsule else {
        throw MissionError.validation(
          "\(self.home.path) is a capsule, which holds some missions and no home: copy the file")
      }
      try self.homeState.checkIsThere()
      if let lack = self.configuration.laneProblem?.description
        ?? self.unnamedLedgers.first.map({ Warning.unnamed($0).message })
      {
        throw MissionError(
          .configInvalid, "a lane is missing, and a backup without its ledger is none: \(lack)")
      }
      let target = try FilledFolder(
        folder,
        for: self.ledgers.map(\.lane.ledger) + [
          FilledFolder.configuration, BackupManifest.fileName,
        ])
      do {
        let (manifest, hasConfiguration) = try self.fill(target, progress)
        try target.finish()
        return BackupResult(
          folder: folder, manifest: manifest, hasConfiguration: hasConfiguration,
          warnings: self.configuration.warnings)
      } catch {
        target.abandon()
        throw MissionError(leaving: error) ?? MissionError(.internalError, "\(error)")
      }
    }
  }

  private func fill(
    _ target: FilledFolder, _ progress: (_ ledger: String, _ done: Int, _ total: Int) -> Void
  ) throws -> (manifest: BackupManifest, hasConfiguration: Bool) {
    let sources = try ledgers.sorted { $0.backupOrder < $1.backupOrder }.compactMap { ledger in
      try ledger.reader().map { (ledger: ledger, log: $0.log) }
    }
    try target.checkRoom(for: sources.map(\.ledger.path), surroundings.freeBytes)
    var manifest = BackupManifest(
      madeAt: now, home: home.path, program: "\(BuildInfo.version) (\(BuildInfo.commit))",
      ledgers: [])
    for source in sources {
      let name = source.ledger.lane.name
      let file = source.ledger.lane.ledger
      let copy: LedgerCopy
      do {
        copy = try source.log.copyBlocking(to: target.inside + "/" + file) {
          progress(name, $0, $1)
        }
      } catch {
        throw MissionError(error, ledger: name)
      }
      manifest.ledgers.append(
        BackupManifest.Ledger(
          ledger: name, file: file, lineage: copy.lineage, size: copy.root.size,
          root: copy.root.hex, bytes: copy.bytes))
    }
    let hasConfiguration = try target.copyConfiguration(home.configPath)
    try target.write(manifest.json, as: BackupManifest.fileName)
    return (manifest, hasConfiguration)
  }
}

extension LaneLedger {
  /// The runtime ledger first, then the others by name.
  fileprivate var backupOrder: String {
    lane.name == LaneSettings.runtimeName ? "" : lane.name
  }
}
