import EventLog
package import EventProjections
import MissionControl

/// The verification of one ledger: of its log, then of everything made from it, up to the first
/// break.
struct LedgerVerification {
  private let ledger: ProjectedLog
  private let isFull: Bool
  private let kept: [KeptRoots.Root]
  private let areAll: Bool
  private let marks: BridgeMarks
  private var checked: [String] = []
  private var notChecked: [String] = []
  private var firstBreak: String?

  /// Prepares to verify a ledger against roots that were kept elsewhere (all of them, or those that
  /// could be read) and against the bridge's marks; in full, also the file's pages and the values
  /// kept for past moments.
  init(
    of ledger: ProjectedLog, isFull: Bool, against kept: [KeptRoots.Root], ofAll areAll: Bool,
    and marks: BridgeMarks
  ) {
    self.areAll = areAll
    self.marks = marks
    self.ledger = ledger
    self.isFull = isFull
    self.kept = kept
  }

  /// Verifies the ledger.
  ///
  /// - Throws: the error that keeps the ledger from being read at all.
  mutating func run() async throws -> LedgerVerdict {
    let (ledger, isFull) = (ledger, isFull)
    let log = ledger.log
    let report = try await log.verify(isFull ? .full : .log)
    (checked, notChecked) = (report.checked, report.notChecked)
    firstBreak = report.firstBreak?.description
    if !log.isSealed { try await look(at: "schema") { try await Self.schemaBreak(in: ledger) } }
    try await look(at: "projections") {
      let rows = try await ledger.verifyRows(isFull ? .full : .log)
      let found = Self.firstBreak(in: rows)
      if found == nil, let behind = rows.behind { throw behind }
      return found
    }
    if !log.isSealed {
      let past = "rows kept for past moments"
      if isFull, checked.last == "projections" {
        checked.append(past)
      } else {
        notChecked.append(past)
      }
    }
    // A sealed log has one root: only a kept root of the same size can be compared with it.
    let known = log.isSealed ? kept.filter { $0.size == report.size } : kept
    if known.count < kept.count {
      notChecked.append("kept roots of other sizes (\(kept.count - known.count))")
    }
    if kept.isEmpty, !areAll { notChecked.append("kept roots (none was read of this ledger)") }
    if !known.isEmpty {
      try await look(at: "kept roots (\(known.count))") {
        try await Self.firstBreak(of: known, by: log)
      }
    }
    try await lookAtMarks(of: log)
    if !log.isSealed { try await look(at: "triggers") { try await Self.lackOfGuards(in: log) } }
    return LedgerVerdict(
      ledger: log.name, size: report.size, root: report.root?.hex, checked: checked,
      notChecked: notChecked, firstBreak: firstBreak)
  }

  /// Compares a source of the bridge with what the bridge has read.
  private mutating func lookAtMarks(of log: EventLog) async throws {
    guard !log.isSealed, log.name != LaneSettings.runtimeName else { return }
    let what = "the bridge's cursor"
    if let lack = marks.lack { return notChecked.append("\(what) (\(lack))") }
    guard marks.concern(log.name) else { return }
    let marks = marks
    try await look(at: what) { try await marks.firstBreak(in: log) }
  }

  /// Makes one check, unless something is broken already.
  private mutating func look(
    at what: String, _ find: () async throws -> String?
  ) async throws {
    guard firstBreak == nil else { return notChecked.append(what) }
    do {
      firstBreak = try await find()
      checked.append(what)
    } catch let error as LogError where error.code == .corrupt {
      firstBreak = error.message
      notChecked.append(what)
    } catch let error as ProjectionError where error.code == .corruptRow {
      firstBreak = error.message
      notChecked.append(what)
    } catch let error as ProjectionError {
      notChecked.append("\(what) (\(error.message))")
    }
  }

  /// Describes a part of the file that this program would not have made; nil where there is none.
  private static func schemaBreak(in log: ProjectedLog) async throws -> String? {
    try await log.schemaBreak().map { found in
      let remedy =
        found.projection.map { "missionlog rebuild \($0) rebuilds that projection's tables" }
        ?? SchemaBreak.remedy
      return "the file's schema: \(found.message); \(remedy)"
    }
  }

  /// Names a projection that contradicts its log; nil where none does.
  private static func firstBreak(in rows: RowsReport) -> String? {
    for report in rows.checks {
      if !report.isSound {
        return
          "projection \(report.name): \(report.differing) of its rows differ from what the log says; "
          + "missionlog rebuild --check \(report.name) shows which"
      }
      if let position = report.parkedBreak {
        return
          "projection \(report.name): its note on whether event \(position) was parked differs "
          + "from the log; missionlog rebuild \(report.name) repairs it"
      }
      if let position = report.keptBreak {
        return
          "projection \(report.name): its rows kept for past moments at position \(position) "
          + "differ from the log; missionlog rebuild \(report.name) drops them"
      }
    }
    return rows.parkedStranger.map { name in
      "events are parked for a projection \(name), which this ledger doesn't have; missionlog rebuild repairs it"
    }
  }

  /// Names a kept root that the log doesn't extend; nil where it extends them all.
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
          + "their content was changed"
      }
    }
    return nil
  }

  /// Names the triggers that should keep the file append-only and are missing or changed; nil for
  /// none.
  private static func lackOfGuards(in log: EventLog) async throws -> String? {
    let missing = try await log.read { try $0.missingGuards() }
    return missing.isEmpty
      ? nil
      : "the file lacks parts that keep it append-only: \(missing.joined(separator: ", ")); its "
        + "events are unchanged, and missionlog compact restores the parts"
  }
}

extension SchemaBreak {
  /// What helps where no rebuild of a projection does.
  package static let remedy = "move the events into a sound home with missionlog export and import"
}
