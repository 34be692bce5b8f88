package import EventProjections
import MissionModel
import Platform

/// Ledgers as they are, for those who read history: nothing here knows of missions.
extension Fleet {
  /// The names of every ledger, sorted.
  package var ledgerNames: [String] { ledgers.map(\.lane.name).sorted() }

  /// A ledger's log, open for reading.
  ///
  /// - Throws: `not_found` where there is no such ledger or no file of it yet, and what the ledger itself has to say.
  package func log(_ name: String) async throws -> ProjectedLog {
    let ledger = try ledger(named: name)
    return try await pool.run {
      try self.checkHomeExists()
      if let log = try ledger.reader() { return log }
      throw MissionError(.notFound, "ledger \(name) has no file yet: nothing was written to it")
    }
  }

  /// A ledger's log, open for writing.
  package func writableLog(named name: String) async throws -> ProjectedLog {
    try await writableLog(try ledger(named: name))
  }

  /// The logs of every ledger that has a file and can be read, by name, and a warning for each that can't be read.
  ///
  /// - Throws: where one ledger is named, what `log` throws.
  package func logs(_ name: String? = nil) async throws -> (
    logs: [ProjectedLog], warnings: [Warning]
  ) {
    if let name { return ([try await log(name)], configuration.warnings) }
    return try await pool.run {
      try self.checkHomeExists()
      var logs: [ProjectedLog] = []
      var warnings = self.configuration.warnings
      for ledger in self.ledgers.sorted(by: { $0.lane.name < $1.lane.name }) {
        do throws(MissionError) {
          if let log = try ledger.reader() { logs.append(log) }
        } catch {
          warnings.append(
            Warning(
              .ledgerUnavailable,
              "what ledger \(ledger.lane.name) holds is left out: \(error.message)",
              ledger: ledger.lane.name, error: error))
        }
      }
      return (logs, warnings)
    }
  }
}
