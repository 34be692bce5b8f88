import EventLog
import EventProjections
package import MissionControl
package import MissionModel
import MissionStore
import Platform

/// An export of a fleet's events: all of them, those of one ledger, or those of one mission.
///
/// A ledger that can't be opened, or a mission whose trace can't be told, is left out and reported
/// to `warn`. A ledger that turns out to be damaged on the way stops the export, and so does a
/// failure of what was named.
package struct FleetExport: Sendable {
  private let fleet: Fleet
  private let ledger: String?
  private let mission: MissionID?
  private let warn: @Sendable (Warning) throws -> Void

  /// Makes an export of a fleet, of one of its ledgers, or of one mission; an error thrown by
  /// `warn` stops it.
  package init(
    _ fleet: Fleet, ledger: String? = nil, mission: MissionID? = nil,
    warn: @escaping @Sendable (Warning) throws -> Void
  ) {
    self.fleet = fleet
    self.ledger = ledger
    self.mission = mission
    self.warn = warn
  }

  /// Checks that the export can be made: of events alone, or `withRows` too.
  ///
  /// - Throws: `not_found` where there is no such ledger or mission, and the error of a named
  ///   ledger that can't be read.
  package func check(withRows: Bool) async throws { _ = try await logs(withRows: withRows) }

  /// Hands out each event's line: its leaf's object with payload and salt, by ledger and position.
  package func events(_ emit: ([UInt8]) async throws -> Bool) async throws {
    for log in try await logs(withRows: false) {
      try await LedgerExport(log.log).lines(of: stream, emit)
    }
  }

  /// Hands out each mission's trace as one line of OTLP/JSON, by ledger and dispatch.
  package func traces(_ emit: ([UInt8]) async throws -> Bool) async throws {
    let replay = Replay(fleet)
    for (ledger, id) in try await missions {
      let line: [UInt8]
      do {
        line = try await replay.trace(of: id).json
      } catch let error as MissionError where mission == nil && error.isOfMission {
        try warn(.leftOut([id], of: ledger, error))
        continue
      }
      guard try await emit(line) else { return }
    }
  }

  /// Writes a plain SQLite file, which must be empty.
  ///
  /// After a failure, what was written is left to the caller.
  package func copy(toSQLite path: String) async throws {
    let export = SQLiteExport(of: try await logs(withRows: true), stream: stream, now: fleet.now)
    let pool = BlockingPool(name: "export", threads: 1)
    try await pool.run { () throws -> Void in try export.write(to: path) }
  }

  private var stream: StreamName? { mission?.stream }

  private func logs(withRows: Bool) async throws -> [ProjectedLog] {
    let ledger = try await place
    let (logs, warnings) =
      withRows ? try await fleet.logsWithRows(ledger) : try await fleet.logs(ledger)
    for warning in warnings { try warn(warning) }
    if logs.isEmpty, let error = warnings.firstLedgerError { throw error }
    return logs
  }

  /// The one ledger that is exported, or that holds the mission; nil for all.
  private var place: String? {
    get async throws {
      guard let mission else { return ledger }
      try await fleet.check(mission.stream, liesIn: ledger)
      return try await fleet.get(mission, GetRequest()).mission.lane
    }
  }

  private var missions: [(ledger: String, id: MissionID)] {
    get async throws {
      var missions: [(ledger: String, id: MissionID)] = []
      for log in try await logs(withRows: true) {
        let name = log.log.name
        if let mission { return [(name, mission)] }
        let streams = try await log.log.read {
          try $0.streams(beginningWith: MissionID.streamPrefix)
        }
        missions += streams.compactMap { MissionID(stream: $0) }.map { (name, $0) }
      }
      return missions
    }
  }
}

extension MissionError {
  /// Whether the error concerns one mission's events alone.
  fileprivate var isOfMission: Bool { code == .notFound || code == .eventSchemaTooNew }
}
