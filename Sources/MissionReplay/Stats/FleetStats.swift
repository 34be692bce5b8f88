import EventLog
import EventProjections
package import MissionControl
import MissionModel
import Platform

/// Figures of a fleet over a window, each ledger on its own: a sick one stops no other.
package struct FleetStats: Sendable {
  private let fleet: Fleet

  /// Makes the figures of a fleet.
  package init(_ fleet: Fleet) {
    self.fleet = fleet
  }

  /// The events of the last `windowSeconds`, and the fleet's present state.
  ///
  /// Events that were recorded by a clock that ran ahead belong to the window, which then ends with
  /// them. The window's rows are read once, a few thousand at a time.
  package func stats(windowSeconds: Double) async throws -> (stats: Stats, warnings: [Warning]) {
    let now = fleet.now
    let since = now.advanced(bySeconds: -windowSeconds)
    var until = now
    var (logs, warnings) = try await fleet.logs()
    var ahead: [Warning] = []
    var vps: [Stats.VPFigures] = []
    var ledgers: [LedgerFigures] = []
    for log in logs {
      do {
        let lead = ClockLead(of: try await log.log.read { try $0.lastRecordedAt() }, at: now)
        let end = lead?.end ?? now
        let (figures, fold) = try await Self.read(
          log.log, since: since, until: end, fleet.upcasting)
        if let lead { ahead.append(.ahead(log.log.name, lead)) }
        until = max(until, end)
        ledgers.append(figures)
        vps += fold.tallies.map {
          Stats.VPFigures(vpID: $0.key, lane: log.log.name, work: $0.value)
        }
      } catch let error as LogError {
        warnings.append(.leftOut(log.log.name, error))
      }
    }
    let starving = try await fleet.starving()
    // A ledger that was left out above is left out here too, and reported once.
    let known = Set(warnings.compactMap(\.ledger))
    warnings += starving.warnings.filter { $0.ledger.map { !known.contains($0) } ?? false }
    let stats = Stats(
      since: since, until: until, windowSeconds: now.seconds(since: since),
      configuration: fleet.configuration,
      vps: vps.sorted { ($0.vpID, $0.lane) < ($1.vpID, $1.lane) }, ledgers: ledgers,
      starving: starving.missions,
      // There is a warning already of a runtime ledger that can't be read.
      bridge: try? await fleet.bridgeMetrics())
    return (stats, warnings + ahead)
  }

  /// How many positions are read in one snapshot.
  private static let pageLength: Int64 = 20_000

  private static func read(
    _ log: EventLog, since: Instant, until: Instant, _ upcasting: Upcasting
  ) async throws -> (LedgerFigures, StatsFold) {
    let (after, through, types) = try await log.read { reader in
      let after = try reader.position(atOrBefore: since.advanced(byMicroseconds: -1))
      let through = try reader.position(atOrBefore: until)
      return (after, through, try reader.measure(after: after, through: through))
    }
    var fold = StatsFold(since: since, upcasting: upcasting)
    var reached = after
    while reached < through {
      let (start, end, before) = (reached, min(reached + pageLength, through), fold)
      fold = try await log.read { reader in
        var fold = before
        try reader.forEach(of: StatsFold.types, after: start, through: end) { event in
          try fold.take(event) {
            try reader.events(ofStreamAt: event.streamID, limit: Int(event.version) - 1)
          }
        }
        return fold
      }
      reached = end
    }
    let figures = LedgerFigures(
      ledger: log.name, after: after, through: through, types: types,
      unreadable: fold.unreadable, fileBytes: bytes(of: log.path),
      walBytes: bytes(of: SideFile.writeAheadLog.path(of: log.path)),
      locks: locks(of: log.path, since: since))
    return (figures, fold)
  }

  private static func bytes(of path: String) -> Int64? {
    (try? FileSystem.info(path, followingLinks: true))?.bytes
  }

  private static func locks(of path: String, since: Instant) -> LockTally {
    let first = LockTally.hour(of: since)
    let hours = SideLock.tallies(path: SideFile.lock.path(of: path)).filter { $0.hour >= first }
    return hours.reduce(into: LockTally(hour: hours.first?.hour ?? first)) { $0.add($1) }
  }
}
