package import MissionModel

/// The outcome of an import: what it took over, its oddities, and what it left out.
package struct ImportReport: Sendable {
  /// The kind of the file.
  package enum Form: String, Sendable {
    /// A ledger of the predecessor.
    case predecessor
    /// Lines of `export`.
    case jsonl
  }

  /// One kind of oddity: how often it occurred, and some of the places.
  package struct Finding: Hashable, Sendable {
    package let kind: LegacyOddity.Kind
    package var count: Int
    package var examples: [LegacyOddity]
  }

  /// A part of the file that has no place here.
  package struct LeftOut: Hashable, Sendable {
    /// The table, or the kind of events.
    package let what: String
    /// How many there are; nil where they can't be counted.
    package let count: Int64?
    package let reason: String
  }

  /// How many examples of each oddity are kept.
  private static let examples = 1_000

  package let form: Form
  /// The file, as it was named.
  package let file: String
  /// Whether it was a rehearsal, which writes nothing.
  package let isRehearsal: Bool
  /// The file's missions, those that were taken over now, and those that were here already.
  package internal(set) var missions = 0
  package internal(set) var imported = 0
  package internal(set) var already = 0
  /// The file's events of missions that were kept now, and those that were here already.
  package internal(set) var eventsKept = 0
  package internal(set) var eventsAlready = 0
  /// The missions that were taken over, by ledger and by status.
  package internal(set) var byLedger: [String: Int] = [:]
  package internal(set) var byStatus: [MissionStatus: Int] = [:]
  /// The VPs that the file made known.
  package internal(set) var vps: Set<VPID> = []
  /// Whole logs that were taken over event by event: their ledgers, and how many events were
  /// appended.
  package internal(set) var restored: [String: Int64] = [:]
  package internal(set) var leftOut: [LeftOut] = []
  private var findings: [LegacyOddity.Kind: Finding] = [:]

  init(form: Form, file: String, isRehearsal: Bool) {
    self.form = form
    self.file = file
    self.isRehearsal = isRehearsal
  }

  /// The oddities, the gravest first.
  package var oddities: [Finding] { LegacyOddity.Kind.allCases.compactMap { findings[$0] } }

  /// Whether anything was appended, or would be.
  package var isChange: Bool {
    imported > 0 || eventsKept > 0 || !vps.isEmpty || restored.values.contains { $0 > 0 }
  }

  mutating func note(_ oddity: LegacyOddity) {
    var finding = findings[oddity.kind] ?? Finding(kind: oddity.kind, count: 0, examples: [])
    finding.count += 1
    if finding.examples.count < Self.examples { finding.examples.append(oddity) }
    findings[oddity.kind] = finding
  }

  mutating func leave(_ what: String, _ count: Int64?, _ reason: String) {
    if count != 0 { leftOut.append(LeftOut(what: what, count: count, reason: reason)) }
  }

  /// Counts the outcome for a mission.
  mutating func count(_ outcome: Intake.Outcome, of mission: LegacyMission, in ledger: String) {
    missions += 1
    switch outcome.mission {
    case .new:
      imported += 1
      byLedger[ledger, default: 0] += 1
      byStatus[mission.imported.status, default: 0] += 1
    case .known, .changed: already += 1
    case .foreign, .beside: break
    }
    eventsKept += outcome.kept
    eventsAlready += outcome.keptBefore
    let key = mission.missionID.rawValue
    if outcome.mission == .foreign {
      note(
        .init(
          .missionExists, table: "vp_missions", key: key,
          "\(key) was dispatched here, into ledger \(ledger)"))
    }
    if outcome.mission == .changed {
      note(
        .init(.changedSinceImport, table: "vp_missions", key: key, "\(key) is as it was imported"))
    }
  }
}
