package import Platform

/// A reconciliation that was judged and not carried out yet: exactly what to append, and to what.
package struct ReconcilePlan: Hashable, Sendable {
  /// What to append to one ledger.
  package struct Lane: Hashable, Sendable {
    /// The ledger's lane, with its lineage and its last position at the judgement.
    package let lane: String
    package let lineage: String
    package let head: Int64
    /// The verdicts on workers that are gone, and on missions that end.
    package let sessions: [SessionVerdict]
    package let missions: [MissionVerdict]
    /// How many more there were, beyond what one run may end.
    package let left: Int

    /// Makes a ledger's part.
    package init(
      lane: String, lineage: String, head: Int64, sessions: [SessionVerdict],
      missions: [MissionVerdict], left: Int = 0
    ) {
      self.lane = lane
      self.lineage = lineage
      self.head = head
      self.sessions = sessions
      self.missions = missions
      self.left = left
    }
  }

  /// The moment of the judgement.
  package let now: Instant
  /// Who made the plan.
  package let madeBy: String
  /// The policy of the judgement.
  package let policy: ReconcilePolicy
  /// The ledgers' parts, in the order in which they are appended.
  package let lanes: [Lane]

  /// Makes a plan.
  package init(now: Instant, madeBy: String, policy: ReconcilePolicy, lanes: [Lane]) {
    self.now = now
    self.madeBy = madeBy
    self.policy = policy
    self.lanes = lanes
  }
}
