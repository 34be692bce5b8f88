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

extension LedgerVerdict {
  /// The verdict on a ledger of which a root was kept, and that isn't there.
  fileprivate static func missing(_ ledger: String) -> LedgerVerdict {
    LedgerVerdict(
      ledger: ledger, size: 0, root: nil, checked: [], notChecked: ["everything"],
      firstBreak: "a root of this ledger was kept, but there is no such ledger")
  }
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
  ///   - kept: roots that were kept elsewhere, which every log must extend.
  /// - Returns: a verdict on each ledger, by name, and warnings for those that couldn't be read.
  /// - Throws: where one ledger is named, why it can't be read.
  package func verify(
    ledger: String? = nil, isFull: Bool, against kept: KeptRoots? = nil
  ) async throws -> (ledgers: [LedgerVerdict], warnings: [Warning]) {
    var (verdicts, warnings) = try await fleet.askLogs(ledger) { log in
      let roots = kept?.roots.filter { $0.ledger == log.log.name } ?? []
      return try await verify(log, isFull: isFull, against: roots)
    }
    verdicts += warnings.compactMap(Self.unreadable)
    for name in Set(kept?.roots.map(\.ledger) ?? [])
    where ledger == nil && !fleet.isCapsule && !verdicts.contains(where: { $0.ledger == name }) {
      verdicts.append(.missing(name))
    }
    return (verdicts.sorted { $0.ledger < $1.ledger }, warnings)
  }

  private func verify(
    _ log: ProjectedLog, isFull: Bool, against kept: [KeptRoots.Root]
  ) async throws -> LedgerVerdict {
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
    // Of a sealed log there is one root: only one of the same size can be held against it.
    let known = log.log.isSealed ? kept.filter { $0.size == report.size } : kept
    if known.count < kept.count {
      notChecked.append("kept roots of other sizes (\(kept.count - known.count))")
    }
    if !known.isEmpty {
      checked.append("kept roots (\(known.count))")
      if firstBreak == nil { firstBreak = try await Self.firstBreak(of: known, by: log.log) }
    }
    if !log.log.isSealed {
      checked.append("triggers")
      if firstBreak == nil { firstBreak = try await Self.lackOfGuards(in: log.log) }
    }
    return LedgerVerdict(
      ledger: log.log.name, size: report.size, root: report.root?.hex, checked: checked,
      notChecked: notChecked, firstBreak: firstBreak)
  }

  /// Says which kept root the log doesn't extend; nil where it extends them all.
  ///
  /// The log's leaves and subtree hashes must have been verified.
  private static func firstBreak(
    of kept: [KeptRoots.Root], by log: EventLog
  ) async throws -> String? {
    let head = try await log.root().size
    for known in kept.sorted(by: { $0.size < $1.size }) {
      guard known.size <= head else {
        return "the log has \(head) events, but a root of \(known.size) was kept: events are gone, "
          + "or this is another log"
      }
      let root = try await log.root(at: known.size).hex
      guard root == known.root else {
        return "the root of the first \(known.size) events is \(root), but \(known.root) was kept: "
          + "what they say was changed"
      }
    }
    return nil
  }

  /// Says which triggers no longer keep the file append-only; nil where all do.
  private static func lackOfGuards(in log: EventLog) async throws -> String? {
    let missing = try await log.read { try $0.missingGuards() }
    return missing.isEmpty
      ? nil
      : "the file lacks what keeps it append-only: \(missing.joined(separator: ", ")); its events are what "
        + "was appended, and missionlog compact puts these back"
  }

  /// The verdict on a ledger that couldn't even be opened.
  private static func unreadable(_ warning: Warning) -> LedgerVerdict? {
    warning.ledger.map { ledger in
      LedgerVerdict(
        ledger: ledger, size: 0, root: nil, checked: [], notChecked: ["everything"],
        firstBreak: warning.error?.message(within: ledger) ?? warning.message)
    }
  }

  /// Says which projection is not what its log says; nil where all are.
  private static func firstBreak(in log: ProjectedLog) async throws -> String? {
    let broken = try await log.check().first { !$0.isSound }
    return broken.map { report in
      "projection \(report.name): \(report.differing) of its rows differ from what the log says; "
        + "missionlog rebuild --check \(report.name) shows which"
    }
  }

  /// The roots of every ledger, or of one, at its head or at a position.
  package func roots(
    ledger: String? = nil, at position: Int64? = nil
  ) async throws -> (roots: [LogRoot], warnings: [Warning]) {
    let (roots, warnings) = try await fleet.askLogs(ledger) { log in
      try await log.log.root(at: position)
    }
    return (roots, warnings)
  }
}
