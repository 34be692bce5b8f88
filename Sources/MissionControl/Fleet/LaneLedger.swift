import EventLog
import EventProjections
import MissionModel
import MissionStore
import Platform
import Synchronization

/// One lane's ledger: opened when it is first needed, for reading until something is written.
///
/// A ledger that can't be opened is tried again at the next call: a lock is let go, a disk gets room. Its failure
/// is its own; no other ledger notices. One whose file was taken away is let go of, so that nothing more is written to
/// what nobody will find again.
final class LaneLedger: Sendable {
  let lane: LaneSettings
  let path: String
  private let options: EventLog.Options
  private let surroundings: Surroundings
  private let source: LedgerSource
  /// Where it is read up to, in the fleet of a past moment.
  private let past: PastPlace?
  /// What sessions have asked of it lately.
  let recent = RecentDispatches()
  /// What is known of writing it.
  let health: WriteHealth
  private let opened = Mutex(Opened())
  /// Held while the file is being opened, on a thread that may block.
  private let opening = Mutex(())

  private struct Opened {
    var writer: ProjectedLog?
    var reader: ProjectedLog?
    /// The file that they are of; nil in a capsule.
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

  /// The log, open for writing, its file made where it is missing; blocks, for as long as a rebuild takes where its
  /// projections are older than the program's, unless the caller is about to rebuild them.
  ///
  /// - Throws: `ledger_corrupt` where a file is missing that the home has had, unless it may begin anew; and what the ledger
  ///   itself has to say.
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

  /// The log, open for reading, nil where there is no file yet, or a capsule holds nothing of it; blocks.
  ///
  /// - Throws: `ledger_corrupt` where a file is missing that the home has had, and what the ledger itself has to say.
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

  /// Refuses to take a ledger for an empty one whose file is missing, or empty, although there has been one.
  private func checkIsNotLost() throws(MissionError) {
    let list: LedgerList
    let advice: String
    switch source {
    case .live(let own, _):
      list = own
      advice =
        "which this home has had: put it back, from a backup if need be; `missionlog init` begins an empty one "
        + "in its place"
    case .backup(let own):
      list = own
      advice = "which this backup's manifest names: put it back from another copy"
    case .capsule: return
    }
    guard !FileSystem.holdsAnything(path), list.holds(path) else { return }
    let state = FileSystem.exists(path) ? "empty" : "missing"
    throw MissionError(
      .ledgerCorrupt, "ledger \(lane.name): its file \(path) is \(state), \(advice)")
  }

  /// Whether what is open, if anything, is the file that lies at the path; else it is let go of.
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

  /// Lets go of the file after its disk has failed, or it was found damaged or not to be written: nothing succeeds until
  /// it was opened again, and by then somebody may have mended it.
  func letGo(after error: any Error) {
    guard let error = error as? LogError else { return }
    switch error.code {
    case .io, .corrupt, .readOnly: close()
    default: break
    }
  }

  /// Lets go of the file.
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

  /// What a capsule holds of it: as a file that isn't there, what is missing is not found.
  private func held(_ sealed: SealedLog?) throws(LogError) -> SealedLog {
    guard let sealed else { throw LogError(.notFound, "\(path) holds nothing of it") }
    return sealed
  }

  private func open(
    _ access: EventLog.Options.Access, autoRebuild: Bool = false
  ) throws(MissionError) -> ProjectedLog {
    do {
      return try opening.withLock { _ in
        // Whoever held the lock before may have opened it.
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
  /// What a person is told of a rebuild that nobody asked for.
  fileprivate func notice(ledger: String) -> String {
    let from = storedVersion.map { "version \($0)" } ?? "nothing"
    return "ledger \(ledger): rebuilt \(name), from \(from) to this program's version \(version) "
      + "(\(added) rows added, \(changed) changed, \(removed) removed)"
  }
}
