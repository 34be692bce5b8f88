import EventLog
package import EventProjections
import MissionModel
import Platform

/// Ledgers as they are, for readers of history: nothing here knows of missions.
extension Fleet {
  /// The names of every ledger, sorted.
  package var ledgerNames: [String] { ledgers.map(\.lane.name).sorted() }

  /// Refuses to look for anything in a home that isn't there.
  package func checkIsThere() async throws {
    try await pool.run { try self.homeState.checkIsThere() }
  }

  /// A ledger's log, open for reading.
  ///
  /// - Throws: `not_found` where there is no such ledger, or no file of it yet, and the ledger's
  ///   own errors.
  package func log(_ name: String) async throws -> ProjectedLog {
    let ledger = try ledger(named: name)
    return try await pool.run {
      try self.homeState.checkIsThere()
      if let log = try ledger.reader() { return log }
      throw MissionError(.notFound, "ledger \(name) has no file yet: nothing was written to it")
    }
  }

  /// A ledger's log, open for writing.
  package func writableLog(named name: String) async throws -> ProjectedLog {
    try await writableLog(try ledger(named: name))
  }

  /// A ledger's log, open for writing, on a thread that may block.
  package func writableLogBlocking(named name: String) throws -> ProjectedLog {
    try writableLogBlocking(try ledger(named: name))
  }

  /// A ledger's log, open for reading, on a thread that may block; nil where it has no file yet.
  package func readableLogBlocking(_ name: String) throws -> ProjectedLog? {
    try ledger(named: name).reader()
  }

  /// A ledger's log, open for a rebuild; opening it doesn't start one.
  package func rebuildableLog(named name: String) async throws -> ProjectedLog {
    if let refusal = configuration.refusal { throw refusal }
    let ledger = try ledger(named: name)
    return try await pool.run { try ledger.writer(isForRebuild: true) }
  }

  /// The logs of every ledger that has a file and can be read, by name, and a warning for each that
  /// can't be read.
  ///
  /// A ledger that ends before where it has been can't be read, except to verify the rest of it:
  /// then ask without `checkingEnds`.
  ///
  /// - Throws: with a ledger named, what `log` throws.
  package func logs(_ name: String? = nil, checkingEnds: Bool = true) async throws -> (
    logs: [ProjectedLog], warnings: [Warning]
  ) {
    if let name { return ([try await log(name)], standingWarnings) }
    return try await pool.run {
      try self.homeState.checkIsThere()
      var logs: [ProjectedLog] = []
      var warnings = self.warnings
      for ledger in self.ledgers.sorted(by: { $0.lane.name < $1.lane.name }) {
        do {
          guard let log = try ledger.reader() else { continue }
          // A file that opens may still be damaged where its state lies.
          if checkingEnds { _ = try log.log.readBlocking { $0.head } }
          logs.append(log)
        } catch {
          ledger.letGo(after: error)
          warnings.append(
            .leftOut(ledger.lane.name, MissionError(error, ledger: ledger.lane.name)))
        }
      }
      return (logs, warnings)
    }
  }

  /// Refuses a place to start after that lies beyond a ledger's end: events up to there would be
  /// missed silently.
  ///
  /// A ledger that can't be read now keeps its place, for the day when it can; so does a log as of
  /// a past moment, which ends before places that it has reached since. The error names the field
  /// that gave the place.
  package func checkIsReached(_ place: LedgerCursor?, field: String = "after") async throws {
    guard let place, standing != .past else { return }
    try await pool.run {
      for (name, position) in place.positions.sorted(by: { $0.key < $1.key }) where position > 0 {
        guard let end = try? self.end(of: name), position > end else { continue }
        throw MissionError.validation(
          "the place \(name):\(position) is beyond the ledger, which ends at \(end): start again without it",
          field: field)
      }
    }
  }

  /// Where a ledger ends; nil where a capsule holds none of its events.
  private func end(of name: String) throws -> Int64? {
    guard let log = try ledger(named: name).reader()?.log else { return isCapsule ? nil : 0 }
    return try log.readBlocking { try $0.end }
  }

  /// The logs whose rows can be served too, as `logs` gives them, with a warning for each of the
  /// others.
  package func logsWithRows(_ name: String? = nil) async throws -> (
    logs: [ProjectedLog], warnings: [Warning]
  ) {
    let (logs, warnings) = try await askLogs(name) { log in
      try await log.read { _ in }
      return log
    }
    return (logs, warnings)
  }

  /// Asks the log of every ledger, or of one, something; a ledger that can't answer is left out,
  /// with a warning.
  ///
  /// `choosing` excludes ledgers that are not to be asked; `checkingEnds` is that of `logs`.
  ///
  /// - Throws: with a ledger named, that ledger's error; and any error that is no ledger's.
  package func askLogs<Value: Sendable>(
    _ name: String? = nil, checkingEnds: Bool = true,
    choosing: ([ProjectedLog]) throws -> [ProjectedLog] = { $0 },
    _ body: (ProjectedLog) async throws -> Value
  ) async throws -> (answers: [Value], warnings: [Warning]) {
    var (logs, warnings) = try await logs(name, checkingEnds: checkingEnds)
    var answers: [Value] = []
    for log in try choosing(logs) {
      do {
        answers.append(try await body(log))
      } catch {
        let ledger = log.log.name
        guard name == nil, let known = MissionError(leaving: error), known.isOfLedger else {
          throw error
        }
        warnings.append(.leftOut(ledger, MissionError(error, ledger: ledger)))
      }
    }
    return (answers, warnings)
  }
}

extension LogReader {
  /// The position of the ledger's last event, which a capsule need not hold.
  var end: Int64 { get throws { isSealed ? try root().size : head } }
}
