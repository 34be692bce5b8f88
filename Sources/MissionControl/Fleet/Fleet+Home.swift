import EventProjections
import MissionModel
import Platform

extension Fleet {
  /// A ledger's log for writing; the first write makes the missing parts of the home, and says so.
  ///
  /// - Throws: `config_invalid` while the configuration has a problem, and the ledger's own errors.
  func writableLog(_ ledger: LaneLedger) async throws -> ProjectedLog {
    if let refusal = configuration.refusal { throw refusal }
    if homeState.isComplete, let open = ledger.openWriter { return open }
    return try await pool.run { try self.writableLogBlocking(ledger) }
  }

  /// Does what `writableLog` does, on a thread that may block.
  func writableLogBlocking(_ ledger: LaneLedger) throws -> ProjectedLog {
    if let refusal = configuration.refusal { throw refusal }
    try homeState.complete()
    return try ledger.writer()
  }

  /// Rebuilds a ledger's rows that are older than the program's, for a caller that reads them
  /// before it writes; blocks.
  ///
  /// Only such a ledger is opened for writing; any other fault is left for its next reader.
  ///
  /// - Throws: the error that keeps it from being written.
  func renewRowsBlocking(of ledger: LaneLedger) throws {
    do {
      try ledger.reader()?.readBlocking { _ in }
    } catch let error as ProjectionError where error.code == .outdated {
      _ = try writableLogBlocking(ledger)
    } catch {}
  }

  /// Does the same for every ledger that holds missions; one that can't be written stays as it is.
  package func renewRows() async {
    await pool.run { self.renewRowsBlocking() }
  }

  /// Does what `renewRows` does, on a thread that may block.
  func renewRowsBlocking() {
    for ledger in missionLedgers { try? renewRowsBlocking(of: ledger) }
  }

  /// Makes the home, its ledgers and its configuration file where they are missing.
  ///
  /// - Returns: the paths that were made.
  package func initialize() async throws -> [String] {
    try checkMayWrite()
    return try await pool.run {
      let missing = ([self.home.path] + self.ledgers.map(\.path)).filter { !FileSystem.exists($0) }
      if let refusal = self.configuration.refusal { throw refusal }
      try self.homeState.complete()
      for ledger in self.ledgers { _ = try ledger.writer(mayBeginAnew: true) }
      self.homeState.noteLedgers()
      return missing + (try self.makeConfiguration())
    }
  }

  /// Opens every ledger for writing, and makes missing files, as `initialize` does; a sick ledger
  /// stops only its own writers.
  ///
  /// - Returns: a warning for each ledger that is left out.
  package func openForWriting() async throws -> [Warning] {
    try checkMayWrite()
    return try await pool.run {
      if let refusal = self.configuration.refusal { throw refusal }
      try self.homeState.complete()
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
      throw MissionError(error, doing: "making \(home.configPath)")
    }
    return [home.configPath]
  }

  /// The files of ledgers that the home has had and no lane names: the configuration dropped the
  /// lane, or renamed its ledger.
  package var unnamedLedgers: [String] {
    isCapsule ? [] : LedgerList(of: home).names(besides: ledgers.map(\.path))
  }

  /// The warnings for a reader of several ledgers, including ledgers that the configuration doesn't
  /// name.
  var warnings: [Warning] { standingWarnings + unnamedLedgers.map(Warning.unnamed) }

  /// A further warning for readers of workers and queues.
  var capsuleWarnings: [Warning] { isCapsule ? [.capsuleOnly] : [] }

  /// The reason why a mission that isn't found may exist all the same; nil where every ledger is
  /// looked at.
  var laneRefusal: MissionError? {
    configuration.laneRefusal
      ?? unnamedLedgers.first.map { name in
        MissionError(
          .configInvalid, "it was not found, but may be in \(Warning.unnamed(name).message)")
      }
  }
}
