import EventLog
import EventProjections
import MissionModel
import Platform
import Synchronization

/// What a fleet has seen of its home so far.
struct HomeState: Sendable {
  /// There is a home to read.
  var isThere = false
  /// Every ledger was made.
  var isComplete = false
}

extension Fleet {
  /// A ledger's log for writing; the first write makes the home and what is missing in it, and says so.
  ///
  /// - Throws: `config_invalid` while the configuration has a problem, and what the ledger itself has to say.
  func writableLog(_ ledger: LaneLedger) async throws -> ProjectedLog {
    if let refusal = configuration.refusal { throw refusal }
    if homeState.withLock({ $0.isComplete }), let open = ledger.openWriter { return open }
    return try await pool.run { try self.writableLogBlocking(ledger) }
  }

  /// Does what `writableLog` does, on a thread that may block.
  func writableLogBlocking(_ ledger: LaneLedger) throws -> ProjectedLog {
    if let refusal = configuration.refusal { throw refusal }
    try completeHome()
    return try ledger.writer()
  }

  /// Makes the home, its ledgers and its configuration file where they are missing.
  ///
  /// - Returns: the paths that were made.
  package func initialize() async throws -> [String] {
    try checkMayWrite()
    return try await pool.run {
      let missing = ([self.home.path] + self.ledgers.map(\.path)).filter { !FileSystem.exists($0) }
      if let refusal = self.configuration.refusal { throw refusal }
      try self.completeHome()
      for ledger in self.ledgers { _ = try ledger.writer(mayBeginAnew: true) }
      self.noteLedgers()
      return missing + (try self.makeConfiguration())
    }
  }

  /// Opens every ledger for writing, and makes what is missing, as `initialize` does; a sick ledger stops only its own
  /// writers.
  ///
  /// - Returns: a warning for each ledger that is left out.
  package func openForWriting() async throws -> [Warning] {
    try checkMayWrite()
    return try await pool.run {
      if let refusal = self.configuration.refusal { throw refusal }
      try self.completeHome()
      _ = try self.makeConfiguration()
      return self.ledgers.compactMap { ledger in
        do {
          _ = try ledger.writer()
          return nil
        } catch {
          return .leftOut(ledger.lane.name, MissionError(error, ledger: ledger.lane.name))
        }
      }
    }
  }

  /// Makes the configuration's file where there is none, and returns its path then.
  private func makeConfiguration() throws(MissionError) -> [String] {
    guard !FileSystem.exists(home.configPath) else { return [] }
    do throws(PlatformError) {
      try FileSystem.writeAtomically(Array(Configuration.template.utf8), to: home.configPath)
    } catch {
      throw MissionError(.ledgerReadOnly, "\(home.configPath) can't be made: \(error)")
    }
    return [home.configPath]
  }

  /// The files of ledgers that the home has had and that no lane names: a lane was taken out of the configuration, or its
  /// ledger was renamed there.
  package var unnamedLedgers: [String] {
    isCapsule ? [] : LedgerList(of: home).names(besides: ledgers.map(\.path))
  }

  /// What a reader of several ledgers should know: what the configuration has that isn't understood, and which ledgers it
  /// doesn't name.
  var warnings: [Warning] { configuration.warnings + unnamedLedgers.map(Warning.unnamed) }

  /// Why nobody can tell whether something is missing; nil where every ledger is looked at.
  var laneRefusal: MissionError? {
    configuration.laneRefusal
      ?? unnamedLedgers.first.map { name in
        MissionError(
          .configInvalid, "it was not found, but may be in \(Warning.unnamed(name).message)")
      }
  }

  /// Refuses to read a home that isn't there.
  ///
  /// - Throws: `not_found`, naming the path and what named it: never an empty answer from the wrong place.
  func checkHomeExists() throws(MissionError) {
    guard !homeState.withLock({ $0.isThere }) else { return }
    try checkIsFinished()
    // A configuration that lies elsewhere says nothing of the home.
    let own = [home.path + "/" + FilledFolder.configuration] + ledgers.map(\.path)
    guard own.contains(where: FileSystem.exists) else {
      if let denial = own.lazy.compactMap(FileSystem.denial).first {
        throw MissionError(
          .ledgerReadOnly, "the home \(home.path) (from \(home.origin)) can't be read: \(denial)")
      }
      throw MissionError(
        .notFound,
        "there is no missionlog home at \(home.path) (from \(home.origin)); `missionlog init` or "
          + "the first dispatch makes one")
    }
    homeState.withLock { $0.isThere = true }
  }

  /// Refuses a folder that is half a home, or half a backup.
  private func checkIsFinished() throws(MissionError) {
    guard FilledFolder.isUnfinished(home.path) else { return }
    throw MissionError(
      .notFound,
      "there is no missionlog home at \(home.path) (from \(home.origin)) yet: a `backup` or "
        + "`restore` fills it, or was killed before its end; run that again, or remove the folder")
  }

  /// Makes the home's folder and the files of its ledgers, or completes what was cut short; one that can't be made stops
  /// only its own writers.
  private func completeHome() throws(MissionError) {
    guard !homeState.withLock({ $0.isComplete }) else { return }
    try checkIsFinished()
    do throws(PlatformError) {
      if try FileSystem.makePrivateDirectory(home.path) {
        surroundings.notice("made a new home at \(home.path) (from \(home.origin))")
      }
    } catch {
      throw MissionError(
        error.isNoSpace ? .ledgerFull : .ledgerReadOnly, "the home can't be made: \(error)")
    }
    for ledger in ledgers where EventLog.isUnmade(at: ledger.path) { _ = try? ledger.writer() }
    noteLedgers()
    homeState.withLock { $0 = HomeState(isThere: true, isComplete: true) }
  }

  /// Notes which ledgers there are, before anything is acknowledged that they hold; where that fails, the next process
  /// notes it.
  private func noteLedgers() {
    guard standing == .live else { return }
    try? LedgerList(of: home).add(ledgers.map(\.path))
  }
}

extension FileSystem {
  /// Whether anything lies at a path.
  static func exists(_ path: String) -> Bool { (try? info(path, followingLinks: true)) != nil }

  /// Whether anything lies at a path that isn't an empty file.
  static func holdsAnything(_ path: String) -> Bool {
    (try? info(path, followingLinks: true)).map { $0.bytes > 0 } ?? false
  }
}
