package import Platform

/// Why a person should look at a mission.
package enum AttentionReason: String, Choice {
  case stale
  case blocked
  case cancelOverdue = "cancel_overdue"
  case escalated
  case failed

  /// The first reason that holds; nil if there is none, or if a person has looked at the mission.
  ///
  /// `overdueSince` is when its cancel became overdue, nil if it isn't; `lookedAt` is when a person
  /// looked, nil if the row tells.
  package static func of(
    _ mission: MissionState, stale: StaleReason?, overdueSince: Instant?, lookedAt: Instant? = nil
  ) -> AttentionReason? {
    let hasRunOut = stale == .claimExpired
    guard
      !mission.isSeen(leaseHasRunOut: hasRunOut, overdueSince: overdueSince, lookedAt: lookedAt)
    else { return nil }
    if stale != nil { return .stale }
    if mission.status == .blocked { return .blocked }
    if overdueSince != nil { return .cancelOverdue }
    if mission.escalated { return .escalated }
    return mission.status == .failed ? .failed : nil
  }
}

extension MissionState {
  /// Whether a person has looked since the last event that is not a heartbeat, and since the lease
  /// ran out or the cancel became overdue, if so: these leave no event, and a look before them
  /// didn't see them.
  func isSeen(leaseHasRunOut: Bool, overdueSince: Instant?, lookedAt: Instant?) -> Bool {
    guard acknowledged, let looked = lookedAt ?? updatedAt else { return acknowledged }
    if leaseHasRunOut, let lease, lease.expiresAt > looked { return false }
    return overdueSince.map { $0 < looked } ?? true
  }

  /// Whether only the log tells when a person looked, and that matters: a heartbeat came since, and
  /// the cancel is overdue.
  package func isLookHidden(at now: Instant, policy: MissionPolicy) -> Bool {
    acknowledged && lease?.position == position && isCancelOverdue(at: now, policy: policy)
  }
}
