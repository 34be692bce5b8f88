import EventLog
import MissionModel
import Platform
import Synchronization

/// Whether a fleet's home is there, and whole; it is looked at until it is, or was made so.
///
/// Looking and making block.
final class HomeState: Sendable {
  /// How many seconds a file may take to be written into the home; an older one is no process's any
  /// more.
  private static let writingSeconds = 60.0

  private let home: Home
  private let standing: Fleet.Standing
  private let ledgers: [LaneLedger]
  private let clocks: Clocks
  private let notice: @Sendable (String) -> Void
  private let seen: Mutex<Seen>

  private struct Seen {
    /// There is a home to read.
    var isThere = false
    /// Every ledger was made.
    var isComplete = false
  }

  /// Makes the state of a home that nobody has looked at; a capsule is there, since it was read.
  init(
    of home: Home, _ standing: Fleet.Standing, _ ledgers: [LaneLedger], clocks: Clocks,
    notice: @escaping @Sendable (String) -> Void
  ) {
    self.home = home
    self.standing = standing
    self.ledgers = ledgers
    self.clocks = clocks
    self.notice = notice
    seen = Mutex(Seen(isThere: standing == .capsule))
  }

  /// Whether every ledger was made, as far as it could be.
  var isComplete: Bool { seen.withLock { $0.isComplete } }

  /// Refuses to read a home that isn't there.
  ///
  /// - Throws: `not_found`, naming the path and what named it: never an empty answer from the wrong
  ///   place.
  func checkIsThere() throws(MissionError) {
    guard !seen.withLock({ $0.isThere }) else { return }
    try checkIsFinished()
    // A configuration that lies elsewhere says nothing about the home.
    let own = [home.path + "/" + Home.configName] + ledgers.map(\.path)
    guard own.contains(where: FileSystem.exists) else {
      if let denial = own.lazy.compactMap(FileSystem.denial).first {
        throw MissionError(
          .ledgerReadOnly, "the home \(home.path) (from \(home.origin)) can't be read: \(denial)")
      }
      throw .noHome(home, "; `missionlog init`, or the first command that writes, makes one")
    }
    seen.withLock { $0.isThere = true }
  }

  /// Refuses a folder that is half a home, or half a backup.
  private func checkIsFinished() throws(MissionError) {
    guard FilledFolder.isUnfinished(home.path) else { return }
    throw .noHome(
      home,
      " yet: a `backup` or `restore` is still filling it, or was killed; run that again, or remove the folder"
    )
  }

  /// Makes the home's folder and the files of its ledgers, or completes an interrupted making; does
  /// nothing where nobody may write.
  ///
  /// A ledger that can't be made stops only its own writers.
  func complete() throws(MissionError) {
    guard standing == .live, !isComplete else { return }
    // The folder may have become a backup since.
    if home.isBackup { throw .backupIsUnwritable(home.path) }
    try checkIsFinished()
    let isNew = ledgers.allSatisfy { EventLog.isUnmade(at: $0.path) }
    let others = try makeFolder(closing: isNew)
    clearRemains()
    for ledger in ledgers where EventLog.isUnmade(at: ledger.path) { _ = try? ledger.writer() }
    if isNew, ledgers.contains(where: { FileSystem.holdsAnything($0.path) }) {
      noteNewHome(among: others)
    }
    noteLedgers()
    seen.withLock { $0 = Seen(isThere: true, isComplete: true) }
  }

  /// Makes the home's folder, for this user alone; with `closing`, an empty folder that is there is
  /// closed to others.
  ///
  /// - Returns: the names of anything else in the folder, whose permissions are not the home's to
  ///   change.
  private func makeFolder(closing: Bool) throws(MissionError) -> [String] {
    do throws(PlatformError) {
      if try FileSystem.makePrivateDirectory(home.path) { return [] }
    } catch {
      throw MissionError(error, doing: "making the home")
    }
    guard closing, let names = try? FileSystem.names(in: home.path) else { return [] }
    // A folder of somebody else, who lets this user write to it, stays as it is; doctor reports it.
    if names.isEmpty { try? FileSystem.closeFolder(home.path) }
    let own = [Home.configName, LedgerList.name] + ledgers.map(\.lane.ledger)
    return names.filter { name in
      !own.contains { name.hasPrefix($0) } && !PendingFile.isTemporary(name)
    }
  }

  /// Reports that the home was made, and what lay in its folder before.
  private func noteNewHome(among others: [String]) {
    let few = others.prefix(3).joined(separator: ", ") + (others.count > 3 ? ", …" : "")
    notice(
      "made a new home at \(home.path) (from \(home.origin))"
        + (others.isEmpty
          ? "" : ", a folder that holds other files (\(few)) and keeps its permissions"))
  }

  /// Removes the remains of killed processes from the home's folder.
  private func clearRemains() {
    FilledFolder.clearRemains(in: home.path)
    FileSystem.removePendingFiles(
      in: home.path, unchangedSince: clocks.now().advanced(bySeconds: -Self.writingSeconds))
  }

  /// Notes which ledgers there are, before any event in them is acknowledged; if that fails, the
  /// next process notes it.
  func noteLedgers() {
    try? LedgerList(of: home).add(ledgers.map(\.path))
  }
}

extension FileSystem {
  /// Whether anything lies at a path.
  static func exists(_ path: String) -> Bool { (try? info(path, followingLinks: true)) != nil }

  /// Whether a path has anything but an empty file.
  static func holdsAnything(_ path: String) -> Bool {
    (try? info(path, followingLinks: true)).map { $0.bytes > 0 } ?? false
  }
}
