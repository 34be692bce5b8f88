import EventLog
import EventProjections
import MissionModel
import Platform

/// Copies every ledger of a home and the configuration into a folder, while all goes on.
///
/// Each copy is of one moment, the runtime ledger's first, so that no cursor of the bridge is ahead of what it reads. A
/// backup is there at once, when all of it is. Workspaces are not copied. Each copy's log is verified; one of a damaged
/// ledger is kept all the same, and told, where its root can still be.
package struct HomeBackup: Sendable {
  private let fleet: Fleet
  private let folder: String

  /// Prepares to copy into `folder`: an absolute path, of an empty folder, of none yet, or of one in which a backup was
  /// killed.
  package init(of fleet: Fleet, into folder: String) {
    self.fleet = fleet
    self.folder = folder
  }

  /// Makes the backup, telling how many pages of how many are copied, by ledger.
  ///
  /// - Throws: `config_invalid` where a lane is or may be missing in the configuration, `validation_error` for a folder that
  ///   isn't empty, `vp_db_locked` for one that is being filled, `ledger_read_only` for one that can't be written,
  ///   `ledger_full` where there is too little room, and what any ledger says: a backup that lacks one is none. What was
  ///   made by then is removed.
  package func run(
    progress: @escaping CopyProgress = { _, _, _ in }
  ) async throws -> BackupResult {
    try await BlockingPool(name: "backup", threads: 1).run {
      try checkIsWhole()
      let target = try FilledFolder(
        folder,
        for: fleet.ledgers.map(\.lane.ledger) + [
          FilledFolder.configuration, BackupManifest.fileName,
        ])
      do {
        let (manifest, hasConfiguration, damages) = try fill(target, progress)
        try target.finish()
        return BackupResult(
          folder: folder, manifest: manifest, hasConfiguration: hasConfiguration,
          warnings: fleet.configuration.warnings + damages.map(Warning.copyDamaged),
          damage: damages.first.map { ledger, found in
            MissionError(.ledgerCorrupt, "ledger \(ledger) is damaged: \(found)")
          })
      } catch {
        target.abandon()
        throw MissionError(leaving: error) ?? MissionError(.internalError, "\(error)")
      }
    }
  }

  /// Refuses what is no home, or one of which a ledger is or may be missing.
  private func checkIsWhole() throws(MissionError) {
    guard !fleet.isCapsule else {
      throw MissionError.validation(
        "\(fleet.home.path) is a capsule, which holds some missions and no home: copy the file")
    }
    try fleet.homeState.checkIsThere()
    if let lack = fleet.configuration.laneProblem?.description
      ?? fleet.unnamedLedgers.first.map({ Warning.unnamed($0).message })
    {
      throw MissionError(
        .configInvalid, "a lane is missing, and a backup without its ledger is none: \(lack)")
    }
  }

  private func fill(
    _ target: FilledFolder, _ progress: CopyProgress
  ) throws -> (
    manifest: BackupManifest, hasConfiguration: Bool, damages: [(ledger: String, found: String)]
  ) {
    let ledgers = fleet.ledgers.sorted { $0.backupOrder < $1.backupOrder }
    let sources = try ledgers.compactMap { ledger in
      try ledger.reader().map { (ledger: ledger, log: $0.log) }
    }
    let needed = try sources.reduce(Int64(0)) { sum, source in
      do {
        return sum + (try source.log.copyBytesBlocking())
      } catch {
        throw MissionError(error, ledger: source.ledger.lane.name)
      }
    }
    try target.checkRoom(for: needed, fleet.surroundings.freeBytes)
    var manifest = BackupManifest(
      madeAt: fleet.now, home: fleet.home.path,
      program: "\(BuildInfo.version) (\(BuildInfo.commit))", ledgers: [])
    var damages: [(ledger: String, found: String)] = []
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
      if let found = try damage(of: target.inside + "/" + file, name) {
        damages.append((name, found))
      }
    }
    let hasConfiguration = try target.copyConfiguration(fleet.home.configPath)
    try target.write(manifest.json, as: BackupManifest.fileName)
    return (manifest, hasConfiguration, damages)
  }

  /// What is wrong with a copy, by what a restoration holds it against itself; nil where it is whole.
  private func damage(of path: String, _ name: String) throws -> String? {
    var options = EventLog.Options(name: name, access: .frozen)
    options.clocks = fleet.surroundings.clocks
    do {
      let log = try EventLog.open(path, options)
      defer { log.close() }
      return try log.verifyBlocking(.full).firstBreak?.description
    } catch let error as LogError where [.corrupt, .notALedger].contains(error.code) {
      return error.message
    }
  }
}

extension LaneLedger {
  /// The runtime ledger first, then the others by name.
  fileprivate var backupOrder: String {
    lane.name == LaneSettings.runtimeName ? "" : lane.name
  }
}

/// Hears how many pages of how many are copied of a ledger.
package typealias CopyProgress = @Sendable (_ ledger: String, _ done: Int, _ total: Int) -> Void
