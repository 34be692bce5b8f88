import EventLog
import EventProjections
import MissionModel
import Platform

/// A copy of every ledger of a home, and of its configuration, into a folder while work goes on.
///
/// Each copy is of one moment, the runtime ledger's first, so that no cursor of the bridge is ahead
/// of its source. The backup appears all at once, when it is complete. Workspaces are not copied.
/// Each copy's log is verified; the copy of a damaged ledger is kept and reported, if its root can
/// still be computed.
package struct HomeBackup: Sendable {
  private let fleet: Fleet
  private let folder: String

  /// Prepares a copy into `folder`, an absolute path: of an empty or missing folder, or of one in
  /// which a backup was killed.
  package init(of fleet: Fleet, into folder: String) {
    self.fleet = fleet
    self.folder = folder
  }

  /// Makes the backup, reporting the progress of each ledger in pages.
  ///
  /// - Throws: `config_invalid` where a lane is or may be missing in the configuration,
  ///   `validation_error` for a folder that isn't empty, `vp_db_locked` for one that is being
  ///   filled, `ledger_read_only` for one that can't be written, `ledger_full` where there is too
  ///   little room, and any ledger's error: a backup must hold all. What was made by then is
  ///   removed.
  package func run(
    progress: @escaping CopyProgress = { _, _, _ in }
  ) async throws -> BackupResult {
    try await BlockingPool(name: "backup", threads: 1).run {
      try checkIsWhole()
      let target = try FilledFolder(
        folder,
        for: fleet.ledgers.map(\.lane.ledger) + [
          Home.configName, BackupManifest.fileName,
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
        throw MissionError(whatever: error)
      }
    }
  }

  /// Refuses a home that isn't there, or that has or may have a ledger which the configuration
  /// doesn't name.
  private func checkIsWhole() throws(MissionError) {
    guard !fleet.isCapsule else {
      throw MissionError.validation(
        "\(fleet.home.path) is a capsule, which holds some missions but is not a home: copy the file"
      )
    }
    try fleet.homeState.checkIsThere()
    if let lack = fleet.configuration.laneProblem?.description
      ?? fleet.unnamedLedgers.first.map({ Warning.unnamed($0).message })
    {
      throw MissionError(
        .configInvalid, "a lane is missing, and a backup needs its ledger: \(lack)")
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

  /// The damage of a copy, by the check that a restoration makes; nil where it is whole.
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
  /// The key that sorts the runtime ledger first, then the others by name.
  fileprivate var backupOrder: String {
    lane.name == LaneSettings.runtimeName ? "" : lane.name
  }
}

/// Called with how many pages of a ledger are copied, and of how many.
package typealias CopyProgress = @Sendable (_ ledger: String, _ done: Int, _ total: Int) -> Void
