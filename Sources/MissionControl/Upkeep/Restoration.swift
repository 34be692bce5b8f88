import EventLog
import MissionModel
import Platform

/// The making of a home from a backup: the same events with the same roots, in ledgers of their own
/// lineage; then events that record which rows had to be rebuilt.
///
/// What the old home appends after the backup and what the new one appends are two histories; their
/// lineages tell them apart. Rows that differ from what the events say are folded anew. The bridge
/// goes on where it stood: as each source is exactly the beginning that it had read, its cursor is
/// set to its own place in the new lineage, which the runtime ledger records. Leases stay as they
/// were, so that missions that ran are judged by them.
package struct Restoration: Sendable {
  private let folder: String
  private let home: Home
  private let surroundings: Surroundings

  /// Prepares to make `home` of the backup in `folder`, both absolute.
  package init(of folder: String, into home: Home, _ surroundings: Surroundings) {
    self.folder = folder
    self.home = home
    self.surroundings = surroundings
  }

  /// Verifies the backup against its manifest, then makes the home, which appears all at once, when
  /// it is complete.
  ///
  /// - Throws: `not_found` or `validation_error` for a folder that is no backup, and for a home
  ///   that isn't empty; `vp_db_locked` for one that is being filled; `ledger_corrupt` for a ledger
  ///   that differs from the manifest; `ledger_full`, `ledger_read_only`. What was made by then is
  ///   removed.
  package func run(
    _ call: CallContext, progress: @escaping CopyProgress = { _, _, _ in }
  ) async throws -> RestoreResult {
    let thread = BlockingPool(name: "restore", threads: 1)
    let (manifest, target) = try await thread.run {
      let manifest = try BackupManifest(of: folder)
      try checkIsWhole(manifest)
      let files = manifest.ledgers.map(\.file) + [Home.configName, LedgerList.name]
      return (manifest, try FilledFolder(home.path, for: files))
    }
    do {
      let ledgers = try await thread.run { try fill(target, with: manifest, progress) }
      let fleet = fleet(in: target, with: manifest)
      defer { fleet.close() }
      var warnings: [Warning] = []
      for entry in manifest.ledgers {
        warnings += await RestoredRows(fleet: fleet).mend(entry.ledger, call)
      }
      let (cursors, unset) = try await fleet.rebindCursors(call)
      fleet.close()
      try await thread.run {
        for entry in manifest.ledgers { try EventLog.settle(target.inside + "/" + entry.file) }
        try target.write(
          LedgerList.text(of: manifest.ledgers.map(\.file)), as: LedgerList.name)
        try target.finish()
      }
      let made = Fleet(
        home: home, configuration: home.configuration(), surroundings: surroundings)
      return RestoreResult(
        home: home, manifest: manifest, ledgers: ledgers, cursors: cursors, unset: unset,
        warnings: made.warnings + warnings)
    } catch {
      await thread.run { target.abandon() }
      throw MissionError(whatever: error)
    }
  }

  /// Refuses a backup with a lane's ledger that its manifest doesn't name.
  private func checkIsWhole(_ manifest: BackupManifest) throws(MissionError) {
    let lanes = Home(path: folder, origin: home.origin).configuration().lanes
    let named = manifest.ledgers.map(\.file)
    guard
      let lane = lanes.first(where: {
        !named.contains($0.ledger) && FileSystem.holdsAnything(folder + "/" + $0.ledger)
      })
    else { return }
    throw MissionError(
      .ledgerCorrupt,
      "\(folder)/\(BackupManifest.fileName) doesn't name \(lane.ledger), the ledger of lane "
        + "\(lane.name), which lies beside it: move that file away to restore the rest"
    )
  }

  private func fill(
    _ target: FilledFolder, with manifest: BackupManifest, _ progress: CopyProgress
  ) throws -> [RestoreResult.Ledger] {
    let needed = manifest.ledgers.reduce(Int64(0)) { sum, entry in
      let file = try? FileSystem.info(folder + "/" + entry.file, followingLinks: true)
      return sum + (file?.bytes ?? 0)
    }
    try target.checkRoom(for: needed, surroundings.freeBytes)
    var ledgers: [RestoreResult.Ledger] = []
    for entry in manifest.ledgers {
      let path = target.inside + "/" + entry.file
      do {
        try copy(entry, to: path) { progress(entry.ledger, $0, $1) }
        let lineage = try EventLog.giveLineage(toCopy: path, randomness: surroundings.randomness)
        ledgers.append(RestoreResult.Ledger(entry: entry, lineage: lineage))
      } catch {
        throw MissionError(error, ledger: entry.ledger)
      }
    }
    _ = try target.copyConfiguration(folder + "/" + Home.configName)
    return ledgers
  }

  /// The new home's ledgers, before anyone can see it: those of the manifest, whatever the
  /// configuration's faults.
  private func fleet(in target: FilledFolder, with manifest: BackupManifest) -> Fleet {
    let inside = Home(
      path: target.inside, origin: home.origin,
      configPath: home.configWasNamed ? home.configPath : nil, userHome: home.userHome)
    var configuration = inside.configuration()
    configuration.problems = []
    configuration.lanes = manifest.ledgers.map { LaneSettings(name: $0.ledger, ledger: $0.file) }
    if !configuration.lanes.contains(where: { $0.name == LaneSettings.runtimeName }) {
      configuration.lanes.append(LaneSettings(name: LaneSettings.runtimeName))
    }
    return Fleet(home: inside, configuration: configuration, surroundings: surroundings)
  }

  /// Copies one ledger after comparing it with the manifest, and verifying it.
  private func copy(
    _ entry: BackupManifest.Ledger, to target: String, _ progress: (Int, Int) -> Void
  ) throws {
    guard FileSystem.holdsAnything(folder + "/" + entry.file) else {
      throw MissionError(
        .ledgerCorrupt,
        "the backup's ledger \(entry.ledger) is missing: its manifest names \(entry.file)")
    }
    var options = EventLog.Options(name: entry.ledger, access: .frozen)
    options.clocks = surroundings.clocks
    let log = try EventLog.open(folder + "/" + entry.file, options)
    defer { log.close() }
    let report = try log.verifyBlocking(.full)
    if let found = report.firstBreak {
      throw MissionError(.ledgerCorrupt, "the backup's ledger \(entry.ledger) is damaged: \(found)")
    }
    guard log.lineage == entry.lineage else {
      throw MissionError(
        .ledgerCorrupt,
        "the backup's ledger \(entry.ledger) is not what its manifest says: it is of lineage "
          + "\(log.lineage), the manifest's of \(entry.lineage)")
    }
    guard report.size == entry.size, report.root?.hex == entry.root
    else {
      throw MissionError(
        .ledgerCorrupt,
        "the backup's ledger \(entry.ledger) is not what its manifest says: it has "
          + "\(report.size) events of root \(report.root?.hex ?? ""), the manifest \(entry.size) of "
          + entry.root)
    }
    _ = try log.copyBlocking(to: target, progress: progress)
  }
}
