/// Why a person should look at a mission.
package enum AttentionReason: String, Choice {
  case stale
  case blocked
  case cancelOverdue = "cancel_overdue"
  case escalated
  case failed

  /// The first reason that holds; nil where there is none, or a person has looked at it.
  package static func of(
    _ mission: MissionState, stale: StaleReason?, isCancelOverdue: Bool
  ) -> AttentionReason? {
    guard !mission.isSeen(stale == .claimExpired) else { return nil }
    if stale != nil { return .stale }
    if mission.status == .blocked { return .blocked }
    if isCancelOverdue { return .cancelOverdue }
    if mission.escalated { return .escalated }
    return mission.status == .failed ? .failed : nil
  }
}

extension MissionState {
  /// Whether a person has looked since the last event that is not a heartbeat, and since the lease ran out where it has:
  /// that leaves no event, and is not what was looked at before.
  func isSeen(_ leaseHasRunOut: Bool) -> Bool {
    guard acknowledged, leaseHasRunOut, let lease, let updatedAt else { return acknowledged }
    return lease.expiresAt <= updatedAt
  }
}
