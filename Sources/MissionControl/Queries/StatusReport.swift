package import MissionModel
package import Platform

/// A glance at a home: its ledgers, its VPs, and the missions that need a person.
package struct StatusReport: Sendable {
  package let home: Home
  package let now: Instant
  package let ledgers: [LedgerStatus]
  package let vps: [VPView]
  package let totals: FleetTotals
  /// What needs attention, oldest first: the first of `totals.attention`.
  package let attention: [AttentionItem]
  package let warnings: [Warning]
  /// How much room there is for missions.
  package let room: DiskRoom.Level

  /// Whether nothing needs attention, every ledger works, the bridge carries from all of them, and
  /// there is room for new work.
  package var isQuiet: Bool {
    switch room {
    case .full, .exhausted: return false
    case .enough, .low: break
    }
    guard !warnings.contains(where: { $0.kind == .bridgeStopped }) else { return false }
    return attention.isEmpty && ledgers.allSatisfy(\.works)
  }
}

/// The state of a ledger.
package struct LedgerStatus: Sendable {
  package let ledger: String
  package let path: String
  /// The position of its last event; 0 where it has none, nil where it can't be read.
  package let head: Int64?
  /// How many of its events a projection could not fold; 0 where it can't be read.
  package let parkedEvents: Int
  /// How far its last event lies ahead of the wall clock; nil where it doesn't, or the ledger can't
  /// be read.
  package let lead: ClockLead?
  /// Why it can't be read.
  package let error: MissionError?
  /// The error of its last write in this process, if it failed.
  let writeError: MissionError?

  /// The same status; without an error of its own, it gets the error that kept its rows from being
  /// read.
  func failing(by warnings: [Warning]) -> LedgerStatus {
    let found = warnings.filter { $0.ledger == ledger }.firstLedgerError
    guard error == nil, let found else { return self }
    return LedgerStatus(
      ledger: ledger, path: path, head: head, parkedEvents: parkedEvents,
      lead: lead, error: found, writeError: writeError)
  }
}

extension LedgerStatus {
  /// The error that keeps it from being used.
  package var obstacle: MissionError? { error ?? writeError }
  /// Whether it can be read, and no failed write says that it can't be written.
  package var works: Bool { obstacle == nil }
}
