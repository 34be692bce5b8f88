/// The reconciler's own settings, beside the policy of the rules.
package struct ReconcilePolicy: Hashable, Sendable {
  /// The values of the stale rule, of leases and of cancels.
  package var rules: MissionPolicy
  /// Whether a stale mission with attempts left goes back to the queue; otherwise it fails.
  package var requeues: Bool
  /// The most missions that one run ends, and the most sessions that it finds lost.
  package var limit: Int

  /// Makes a policy; the defaults are the contract's.
  package init(rules: MissionPolicy = MissionPolicy(), requeues: Bool = false, limit: Int = 1_000) {
    self.rules = rules
    self.requeues = requeues
    self.limit = limit
  }
}
