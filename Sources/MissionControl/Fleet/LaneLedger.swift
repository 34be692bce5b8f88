import EventLog
import EventProjections
import MissionModel
import MissionStore
import Platform
import Synchronization

/// One lane's ledger: opened when it is first needed, for reading until something is written.
///
/// Opening is tried again at every call: locks are released, disks get room. A ledger's failure is
/// its own; no other ledger notices. A ledger whose file was taken away is closed, so that nothing
/// more is written to a file that nobody will find again.
final class LaneLedger: Sendable {
  let lane: LaneSettings
  let path: String
  private let options: EventLog.Options
  private let surroundings: Surroundings
  private let source: LedgerSource
  /// The place that it is read up to, in the fleet of a past moment.
  private let past: PastPlace?
  /// The latest dispatches of sessions to it.
  let recent = RecentDispatches()
  /// The outcome of writes to it.
  let health: WriteHealth
  private let opened = Mutex(Opened())
  /// Held while the file is being opened, on a thread that may block.
  private let opening = Mutex(())

  private struct Opened {
    var writer: ProjectedLog?
    var reader: ProjectedLog?
    /// The open file; nil in a capsule.
    var file: FileInfo?
  }

  init(
    lane: LaneSettings, path: String, options: EventLog.Options, surroundings: Surroundings,
    source: LedgerSource, past: PastPlace? = nil
  ) {
    self.lane = lane
    self.path = path
    self.options = options
    self.surroundings = surroundings
    self.source = source
    self.past = past
    health = WriteHealth(
      ledger: lane.name, clocks: surroundings.clocks, busyTimeout: options.busyTimeout)
  }

  /// Makes a ledger as it was at a past place.
  convenience init(_ ledger: LaneLedger, at past: PastPlace) {
    self.init(
      lane: ledger.lane, path: ledger.path, options: ledger.options,
      surroundings: ledger.surroundings, source: ledger.source, past: past)
  }

  /// The log, if it is open for writing.
  var openWriter: ProjectedLog? { isStillThere ? opened.withLock { $0.writer } : nil }

  /// The log, open for writing, its file made where it is missing; blocks, for as long as a rebuild
  /// takes if its projections are older than the program's, unless the caller is about to rebuild
  /// them.
  ///
  /// - Throws: `ledger_corrupt` where a file is missing that the home has had, unless it may begin
  ///   anew; and the ledger's own errors.
  func writer(
    isForRebuild: Bool = false, mayBeginAnew: Bool = false
  ) throws(MissionError) -> ProjectedLog {
    if let known = openWriter { return known }
    switch (source, past) {
    case (.capsule, _): throw .capsuleIsUnwritable
    case (_, _?): throw .pastIsUnwritable
    case (.backup, nil): throw .backupIsUnwritable(path)
    case (.live(_, let autoRebuild), nil):
      if !mayBeginAnew { try checkIsNotLost() }
      return try open(.readWrite, autoRebuild: autoRebuild && !isForRebuild)
    }
  }

  /// The log, open for reading; nil where there is no file yet, or a capsule holds nothing of it;
  /// blocks.
  ///
  /// - Throws: `ledger_corrupt` where a file is missing that the home has had, and the ledger's own
  ///   errors.
  func reader() throws(MissionError) -> ProjectedLog? {
    if isStillThere, let known = opened.withLock({ $0.writer ?? $0.reader }) { return known }
    do throws(MissionError) {
      return try open(source.readAccess)
    } catch {
      guard error.code == .notFound else { throw error }
      try checkIsNotLost()
      return nil
    }
  }

  /// Refuses a missing or empty file of a ledger that has existed: it is lost, not empty.
  private func checkIsNotLost() throws(MissionError) {
    let list: LedgerList
    let advice: String
    switch source {
    case .live(let own, _):
      list = own
      advice =
        "though this home has used it: put it back, from a backup if need be; `missionlog init` "
        + "begins an empty one in its place"
    case .backup(let own):
      list = own
      advice = "though this backup's manifest names it: put it back from another copy"
    case .capsule: return
    }
    guard !FileSystem.holdsAnything(path), list.holds(path) else { return }
    let state = FileSystem.exists(path) ? "empty" : "missing"
    throw MissionError(
      .ledgerCorrupt, "ledger \(lane.name): its file \(path) is \(state), \(advice)")
  }

  /// Whether the open file, if any, is the one at the path; if not, it is closed.
  private var isStillThere: Bool {
    guard let file = opened.withLock({ $0.file }) else { return true }
    if let found = try? FileSystem.info(path, followingLinks: true), found.inode == file.inode,
      found.device == file.device
    {
      return true
    }
    close()
    return false
  }

  /// Closes the file after its disk failed, or it was found damaged or unwritable: nothing succeeds
  /// until it is opened again, and by then somebody may have mended it.
  func letGo(after error: any Error) {
    guard let error = error as? LogError else { return }
    switch error.code {
    case .io, .corrupt, .readOnly: close()
    default: break
    }
  }

  /// Closes the file.
  func close() {
    let logs = opened.withLock { opened in
      defer { opened = Opened() }
      return [opened.reader, opened.writer]
    }
    for log in logs { log?.close() }
  }

  /// The position of a past place.
  private func position(of past: PastPlace) throws -> Int64 {
    switch past {
    case .position(let position): return position
    case .time(let time):
      var options = options
      options.access = source.readAccess
      let log =
        switch source {
        case .capsule(let sealed): try EventLog.open(sealed: held(sealed), options) { _, _ in }
        case .live, .backup: try EventLog.open(path, options)
        }
      defer { log.close() }
      return try log.readBlocking { try $0.position(atOrBefore: time) }
    }
  }

  /// The capsule's part of the ledger; if it has none, the error is that of a missing file.
  private func held(_ sealed: SealedLog?) throws(LogError) -> SealedLog {
    guard let sealed else { throw LogError(.notFound, "\(path) holds nothing of it") }
    return sealed
  }

  private func open(
    _ access: EventLog.Options.Access, autoRebuild: Bool = false
  ) throws(MissionError) -> ProjectedLog {
    do {
      return try opening.withLock { _ in
        // The previous holder of the lock may have opened it.
        let known = opened.withLock { access == .readWrite ? $0.writer : $0.writer ?? $0.reader }
        if let known { return known }
        var options = options
        options.access = access
        options.through = try past.map(position)
        let (name, surroundings, model) = (lane.name, surroundings, surroundings.model)
        let projections = name == LaneSettings.runtimeName ? model.runtime : model.missions
        let log: ProjectedLog
        let file: FileInfo?
        switch source {
        case .capsule(let sealed):
          log = try ProjectedLog.open(sealed: held(sealed), options, projections: projections)
          file = nil
        case .live, .backup:
          log = try ProjectedLog.open(
            path, options, projections: projections, autoRebuild: autoRebuild,
            progress: { surroundings.replaying(name, $0) },
            rebuilt: { for report in $0 { surroundings.notice(report.notice(ledger: name)) } })
          file = try FileSystem.info(path, followingLinks: true)
        }
        opened.withLock { opened in
          if access == .readWrite { opened.writer = log } else { opened.reader = log }
          opened.file = file
        }
        return log
      }
    } catch {
      if access == .readWrite { health.failed(error) }
      throw MissionError(error, ledger: lane.name)
    }
  }
}

extension RebuildReport {
  /// The message to a person about a rebuild that nobody asked for.
  fileprivate func notice(ledger: String) -> String {
    let from = storedVersion.map { "version \($0)" } ?? "nothing"
    return "ledger \(ledger): rebuilt \(name), from \(from) to this program's version \(version) "
      + "(\(added) rows added, \(changed) changed, \(removed) removed)"
  }
}
