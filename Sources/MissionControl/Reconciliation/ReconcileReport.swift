package import MissionModel
package import Platform

/// What one reconciliation came to, ledger by ledger.
package struct ReconcileReport: Sendable {
  /// What became of one ledger.
  package struct Lane: Sendable {
    /// The ledger's lane.
    package let lane: String
    /// The ledger's lineage, and its last position when it was judged.
    package let lineage: String
    package let head: Int64
    /// What was appended; in a look, what would be.
    package var verdicts: ReconcileVerdicts
    /// The missions that moved between judgement and verdict, to which nothing was appended.
    package var moved: [MissionID] = []
    /// Whether not all that was to be appended could be.
    package var isInterrupted = false
  }

  /// The moment of the judgement.
  package let now: Instant
  /// The ledgers that were reconciled, in the order of the configuration.
  package var lanes: [Lane] = []
  /// What stood in the way of others.
  package var warnings: [Warning] = []

  /// Makes the report of a moment at which no ledger was reconciled yet.
  init(now: Instant) {
    self.now = now
  }

  /// Whether any ledger was reconciled: it took some of what was to be appended, or there was nothing, and it would have.
  func reachedAny(thatMayBeWritten: Bool) -> Bool {
    lanes.contains { !$0.verdicts.isEmpty || (!$0.isInterrupted && thatMayBeWritten) }
  }

  /// Whether nothing was, or would be, appended.
  package var isEmpty: Bool { lanes.allSatisfy(\.verdicts.isEmpty) }

  /// How many missions and workers are left to a later run: one run ends only so many, and a ledger may take nothing.
  package var left: Int { lanes.reduce(0) { $0 + $1.verdicts.left } }
}
