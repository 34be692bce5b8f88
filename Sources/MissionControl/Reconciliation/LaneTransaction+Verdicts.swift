import EventProjections
import MissionModel

/// Appending verdicts, each only to the state that was judged.
extension LaneTransaction {
  /// Appends that a worker is lost; false, and nothing is appended, where its session has moved
  /// since.
  func carryOut(_ verdict: SessionVerdict) throws -> Bool {
    let row = try session(verdict.session)
    guard row?.position == verdict.position else { return false }
    try append(verdict.event, of: verdict.session)
    return true
  }

  /// Appends a mission's verdict; false, and nothing is appended, where the mission has moved
  /// since, its worker has shown itself, or its deadline lies ahead again because a clock was set
  /// back.
  func carryOut(_ verdict: MissionVerdict) throws -> Bool {
    if let session = verdict.lostSession {
      let row = try self.session(session)
      guard row?.phase == .lost else { return false }
    }
    guard let state = try state(of: verdict.missionID), state.version == verdict.version else {
      return false
    }
    if verdict.ground == .deadlineExceeded, let deadline = state.facts.deadline, now < deadline {
      return false
    }
    guard try isWhole(state, judging: true) else { return false }
    let version = try projected.version(of: verdict.missionID.stream)
    try append(verdict.events, to: verdict.missionID, expecting: version)
    return true
  }
}
