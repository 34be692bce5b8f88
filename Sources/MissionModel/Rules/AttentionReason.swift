package import Platform

/// Why a person should look at a mission.
package enum AttentionReason: String, Choice {
  case stale
  case blocked
  case cancelOverdue = "cancel_overdue"
  case escalated
  case failed

  /// The first reason that holds; nil where there is none, or a person has looked at it.
  ///
  /// Where `now` isn't known, a look covers whatever came after.
  package static func of(
    _ mission: MissionState, isStale: Bool, isCancelOverdue: Bool, now: Instant?
  ) -> AttentionReason? {
    guard !mission.isSeen(at: now) else { return nil }
    if isStale { return .stale }
    if mission.status == .blocked { return .blocked }
    if isCancelOverdue { return .cancelOverdue }
    if mission.escalated { return .escalated }
    return mission.status == .failed ? .failed : nil
  }
}

extension MissionState {
  /// Whether a person has looked since the last event that is not a heartbeat, and since the lease ran out: that leaves no
  /// event, and is not what was looked at before.
  func isSeen(at now: Instant?) -> Bool {
    guard acknowledged, status.isHeld, let now, let lease, let updatedAt else {
      return acknowledged
    }
    return lease.expiresAt > now || lease.expiresAt <= updatedAt
  }
}
