import EventLog
import EventProjections
package import MissionControl
package import MissionModel
import MissionStore
import Platform

/// A fleet's events on their way out: all of them, those of one ledger, or those of one mission.
///
/// A ledger that can't be opened is left out, and a mission's trace that can't be told; `warn` hears of it. A ledger that
/// turns out to be damaged on the way stops the export, as does what was asked for by name.
package struct FleetExport: Sendable {
  private let fleet: Fleet
  private let ledger: String?
  private let mission: MissionID?
  private let warn: @Sendable (Warning) throws -> Void

  /// Makes an export of a fleet, of one ledger of it, or of one mission; what `warn` throws stops it.
  package init(
    _ fleet: Fleet, ledger: String? = nil, mission: MissionID? = nil,
    warn: @escaping @Sendable (Warning) throws -> Void
  ) {
    self.fleet = fleet
    self.ledger = ledger
    self.mission = mission
    self.warn = warn
  }

  /// Looks for what is to be exported: events alone, or `withRows` what is told of them too.
  ///
  /// - Throws: `not_found` where there is no such ledger or mission, and why a ledger that was named can't be read.
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

  /// Writes a plain SQLite file, in which there must be nothing yet.
  ///
  /// What was written is left to the caller where it fails.
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

  /// The one ledger that is exported, or that holds the mission; nil where all are.
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
  /// Whether one mission's events are all that stands in the way.
  fileprivate var isOfMission: Bool { code == .notFound || code == .eventSchemaTooNew }
}
