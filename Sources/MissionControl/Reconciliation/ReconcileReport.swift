package import MissionModel
package import Platform

/// The outcome of one reconciliation, ledger by ledger.
package struct ReconcileReport: Sendable {
  /// The outcome for one ledger.
  package struct Lane: Sendable {
    /// The ledger's lane.
    package let lane: String
    /// The ledger's lineage, and its last position when it was judged.
    package let lineage: String
    package let head: Int64
    /// The appended verdicts; after a mere look, those that would be.
    package var verdicts: ReconcileVerdicts
    /// The missions that moved between judgement and verdict, and got no event.
    package var moved: [MissionID] = []
    /// Whether some verdicts could not be appended.
    var isInterrupted = false
  }

  /// The moment of the judgement.
  package let now: Instant
  /// The ledgers that were reconciled, in the order of the configuration.
  package var lanes: [Lane] = []
  /// The errors of the other ledgers.
  package var warnings: [Warning] = []

  /// Makes the report of a moment at which no ledger was reconciled yet.
  init(now: Instant) {
    self.now = now
  }

  /// Whether any ledger was reconciled: it took a verdict, or needed none and would have taken one.
  func reachedAny(thatMayBeWritten: Bool) -> Bool {
    lanes.contains { !$0.verdicts.isEmpty || (!$0.isInterrupted && thatMayBeWritten) }
  }

  /// Whether nothing was, or would be, appended.
  package var isEmpty: Bool { lanes.allSatisfy(\.verdicts.isEmpty) }

  /// How many missions and workers are left to a later run: a run has a limit, and a ledger may
  /// refuse writes.
  package var left: Int { lanes.reduce(0) { $0 + $1.verdicts.left } }
}
