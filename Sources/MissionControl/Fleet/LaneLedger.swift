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
  private let autoRebuild: Bool
  /// Whether it lies in a backup: nobody will write it again.
  private let isFrozen: Bool
  /// Where it is read up to, in the fleet of a past moment.
  private let past: PastPlace?
  /// What it is opened from, in the fleet of a capsule, where there is no file; nil where the capsule holds nothing of it.
  private let sealed: SealedLog?
  private let isInCapsule: Bool
  /// What tells whether there has been a file; nil in a capsule.
  private let list: LedgerList?
  /// What sessions have asked of it lately.
  let recent = RecentDispatches()
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
    autoRebuild: Bool, isFrozen: Bool = false, list: LedgerList
  ) {
    self.list = list
    self.lane = lane
    self.path = path
    self.options = options
    self.surroundings = surroundings
    self.autoRebuild = autoRebuild
    self.isFrozen = isFrozen
    past = nil
    sealed = nil
    isInCapsule = false
  }

  /// Makes a ledger of what a capsule holds of it.
  init(
    lane: LaneSettings, path: String, options: EventLog.Options, surroundings: Surroundings,
    sealed: SealedLog?
  ) {
    self.lane = lane
    self.path = path
    self.options = options
    self.surroundings = surroundings
    self.sealed = sealed
    autoRebuild = false
    isFrozen = false
    past = nil
    list = nil
    isInCapsule = true
  }

  /// Makes a ledger as it was at a past place.
  init(_ ledger: LaneLedger, at past: PastPlace) {
    lane = ledger.lane
    path = ledger.path
    options = ledger.options
    sealed = ledger.sealed
    isInCapsule = ledger.isInCapsule
    list = ledger.list
    surroundings = ledger.surroundings
    autoRebuild = false
    isFrozen = ledger.isFrozen
    self.past = past
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
    guard !isInCapsule else { throw .capsuleIsUnwritable }
    guard past == nil else { throw .pastIsUnwritable }
    guard !isFrozen else { throw .backupIsUnwritable(path) }
    if !mayBeginAnew { try checkIsNotLost() }
    return try open(.readWrite, autoRebuild: autoRebuild && !isForRebuild)
  }

  /// The log, open for reading, nil where there is no file yet; blocks.
  ///
  /// - Throws: `ledger_corrupt` where a file is missing that the home has had, and what the ledger itself has to say.
  func reader() throws(MissionError) -> ProjectedLog? {
    if isStillThere, let known = opened.withLock({ $0.writer ?? $0.reader }) { return known }
    guard !isInCapsule || sealed != nil else { return nil }
    do throws(MissionError) {
      return try open(isFrozen ? .frozen : .readOnly)
    } catch {
      guard error.code == .notFound else { throw error }
      try checkIsNotLost()
      return nil
    }
  }

  /// Refuses to take a ledger for an empty one whose file is missing, or empty, although there has been one.
  private func checkIsNotLost() throws(MissionError) {
    guard let list, !FileSystem.holdsAnything(path), list.holds(path) else { return }
    let state = FileSystem.exists(path) ? "empty" : "missing"
    throw MissionError(
      .ledgerCorrupt,
      "ledger \(lane.name): its file \(path) is \(state), "
        + (isFrozen
          ? "which this backup's manifest names: put it back from another copy"
          : "which this home has had: put it back, from a backup if need be; `missionlog init` begins an empty one "
            + "in its place"))
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
      options.access = isFrozen ? .frozen : .readOnly
      let log =
        try sealed.map { try EventLog.open(sealed: $0, options) { _, _ in } }
        ?? EventLog.open(path, options)
      defer { log.close() }
      return try log.readBlocking { try $0.position(atOrBefore: time) }
    }
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
        let log =
          try sealed.map {
            try ProjectedLog.open(sealed: $0, options, projections: projections)
          }
          ?? ProjectedLog.open(
            path, options, projections: projections, autoRebuild: autoRebuild,
            progress: { surroundings.replaying(name, $0) },
            rebuilt: { for report in $0 { surroundings.notice(report.notice(ledger: name)) } })
        let file = isInCapsule ? nil : try FileSystem.info(path, followingLinks: true)
        opened.withLock { opened in
          if access == .readWrite { opened.writer = log } else { opened.reader = log }
          opened.file = file
        }
        return log
      }
    } catch {
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
