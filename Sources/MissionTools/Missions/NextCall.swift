import MissionModel

/// What to call next, by what a mission has come to.
enum NextCall {
  /// One line for the caller; nil where there is nothing to do.
  static func after(_ mission: MissionView) -> String? {
    let state = mission.state
    let id = state.facts.missionID
    // What has settled short of its end ends any other wait at once.
    let untilItsEnd = "vp_wait_mission \(id) with until terminal"
    if state.isCancelRequested, !state.status.isTerminal {
      if !mission.isCancelOverdue { return "its cancel is asked for: \(untilItsEnd)" }
      return "its worker doesn't obey the cancel: "
        + (state.escalated
          ? "a person was asked to look; \(untilItsEnd)"
          : "vp_escalate_mission \(id), a person can force it; then \(untilItsEnd)")
    }
    if mission.staleness.isStale {
      return "its worker is silent: vp_get_timeline shows since when; a late finish still "
        + "counts: \(untilItsEnd), or vp_cancel_mission gives it up"
    }
    switch state.status {
    case .queued, .running: return "vp_wait_mission \(id) until it settles"
    case .blocked where state.isHeldByImport:
      return "its worker waits where it was imported from: answer it there, or "
        + "vp_cancel_mission gives it up"
    case .blocked:
      let question = state.question?.questionID ?? "the question"
      return "vp_answer_mission \(id) with question_id \(question)"
    case .completed:
      return state.resultFolder == nil
        ? "it left no files to read: result_summary says what came of it"
        : "vp_read_result_artifacts \(id)"
    case .failed, .cancelled:
      if let retry = state.retried { return "it is retried as \(retry.newMissionID)" }
      let again = "vp_retry_mission \(id) with guidance"
      return state.escalated
        ? "a person was asked to look; \(again) tries it again"
        : again + ", or vp_escalate_mission if a person must look"
    }
  }

  /// One line for the worker that holds it; nil where it simply goes on, or is done.
  static func forWorker(of mission: MissionView) -> String? {
    guard !mission.state.status.isTerminal else { return nil }
    if mission.state.isCancelRequested { return "a cancel is requested: stop, then vp_cancelled" }
    guard mission.state.status == .blocked else { return nil }
    return "vp_heartbeat until blocked is null: the answer is then in last_answer"
  }
}
