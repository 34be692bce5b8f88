import MissionModel
import MissionTools

/// How a command ended, as the shell sees it.
struct Exit: Hashable, Sendable {
  let code: Int32

  static let success = Exit(code: 0)
  /// A check found something.
  static let found = Exit(code: 1)
  /// What was waited for did not come in time.
  static let timedOut = Exit(code: 124)

  /// What was waited for can't go on by itself.
  static let inNeed = Exit(code: 3)

  /// How a mission stands that was waited for: 0 completed, 1 failed, 2 cancelled, 3 in need of somebody.
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
  /// How a check ends: that it found something by what its one object says, as which a ledger counts that is left out.
  func exit(finding isFinding: (JSONObject) throws -> Bool) throws -> Exit {
    try leavesOutALedger || isFinding(JSONObject(json)) ? .found : .success
  }
}
