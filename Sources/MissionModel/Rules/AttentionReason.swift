/// Why a person should look at a mission.
package enum AttentionReason: String, Choice {
  case stale
  case blocked
  case cancelOverdue = "cancel_overdue"
  case escalated
  case failed

  /// The first reason that holds; nil where there is none, or a person has looked since the last
  /// event that is not a heartbeat.
  package static func of(
    _ mission: MissionState, isStale: Bool, isCancelOverdue: Bool
  ) -> AttentionReason? {
    guard !mission.acknowledged else { return nil }
    if isStale { return .stale }
    if mission.status == .blocked { return .blocked }
    if isCancelOverdue { return .cancelOverdue }
    if mission.escalated { return .escalated }
    return mission.status == .failed ? .failed : nil
  }
}
