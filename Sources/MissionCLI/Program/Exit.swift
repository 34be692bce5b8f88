import MissionModel
import MissionTools

/// How a command ended, as the shell sees it.
struct Exit: Hashable, Sendable {
  let code: Int32

  static let success = Exit(code: 0)
  /// A check found something.
  static let found = Exit(code: 1)
  /// A wait ran out of time.
  static let timedOut = Exit(code: 124)

  /// A mission that was waited for can't go on by itself.
  static let inNeed = Exit(code: 3)

  /// The exit for a mission that was waited for: 0 completed, 1 failed, 2 cancelled, 3 in need of
  /// somebody.
  static func of(_ mission: MissionView) -> Exit {
    switch mission.state.status {
    case .completed: .success
    case .failed: Exit(code: 1)
    case .cancelled: Exit(code: 2)
    case .blocked: .inNeed
    case .queued, .running:
      mission.staleness.isStale || mission.isCancelOverdue ? .inNeed : .success
    }
  }
}

extension ToolAnswer {
  /// The exit of a check: 1 if its answer holds a finding, or leaves out a ledger.
  func exit(finding isFinding: (JSONObject) throws -> Bool) throws -> Exit {
    try leavesOutALedger || isFinding(JSONObject(json)) ? .found : .success
  }
}
