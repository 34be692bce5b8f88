package import EventLog
import EventProjections
package import MissionControl
import MissionModel

/// What a verification found in one ledger: its log, and its projections against a fold of it.
package struct LedgerVerdict: Sendable {
  /// The ledger's name.
  package let ledger: String
  /// The last position that was read.
  package let size: Int64
  /// The log's root as 64 hexadecimal digits; nil after a break.
  package let root: String?
  /// What was checked.
  package let checked: [String]
  /// What was not.
  package let notChecked: [String]
  /// The first thing that is not as it should be; nil where all is.
  package let firstBreak: String?
}

/// Verification and roots over a fleet's ledgers, each on its own: one that is broken stops no other.
package struct FleetProof: Sendable {
  private let fleet: Fleet

  /// Makes the proof of a fleet.
  package init(_ fleet: Fleet) {
    self.fleet = fleet
  }

  /// Recomputes what every ledger promises.
  ///
  /// - Parameters:
  ///   - ledger: the one ledger to look at; nil for all.
  ///   - isFull: whether SQLite's own pages and indexes are checked too.
  /// - Returns: a verdict on each ledger, by name, and warnings for those that couldn't be read.
  /// - Throws: what a ledger that broke meanwhile throws.
  package func verify(
    ledger: String? = nil, isFull: Bool
  ) async throws -> (ledgers: [LedgerVerdict], warnings: [Warning]) {
    let (logs, warnings) = try await fleet.logs(ledger)
    var verdicts: [LedgerVerdict] = []
    for log in logs { verdicts.append(try await verify(log, isFull: isFull)) }
    verdicts += warnings.compactMap(Self.unreadable)
    return (verdicts.sorted { $0.ledger < $1.ledger }, warnings)
  }

  private func verify(_ log: ProjectedLog, isFull: Bool) async throws -> LedgerVerdict {
    let report = try await log.log.verify(isFull ? .full : .log)
    var checked = report.checked
    var notChecked = report.notChecked
    var firstBreak = report.firstBreak?.description
    if firstBreak != nil {
      notChecked.append("projections")
    } else {
      do {
        firstBreak = try await Self.firstBreak(in: log)
        checked.append("projections")
      } catch let error as ProjectionError {
        notChecked.append("projections (\(error.message))")
      }
    }
    return LedgerVerdict(
      ledger: log.log.name, size: report.size, root: report.root?.hex, checked: checked,
      notChecked: notChecked, firstBreak: firstBreak)
  }

  /// The verdict on a ledger that couldn't even be opened.
  private static func unreadable(_ warning: Warning) -> LedgerVerdict? {
    warning.ledger.map { ledger in
      LedgerVerdict(
        ledger: ledger, size: 0, root: nil, checked: [], notChecked: ["everything"],
        firstBreak: warning.error?.message ?? warning.message)
    }
  }

  /// Says which projection is not what its log says; nil where all are.
  private static func firstBreak(in log: ProjectedLog) async throws -> String? {
    let broken = try await log.check().first { !$0.isSound }
    return broken.map { report in
      "projection \(report.name): \(report.differing) rows are not what the log says; "
        + "missionlog rebuild --check \(report.name) shows them"
    }
  }

  /// The roots of every ledger, or of one, at its head or at a position.
  package func roots(
    ledger: String? = nil, at position: Int64? = nil
  ) async throws -> (roots: [LogRoot], warnings: [Warning]) {
    let (logs, warnings) = try await fleet.logs(ledger)
    var roots: [LogRoot] = []
    for log in logs { roots.append(try await log.log.root(at: position)) }
    return (roots, warnings)
  }
}
