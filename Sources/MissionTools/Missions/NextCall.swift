import MissionModel

/// The next call, by the state of a mission.
enum NextCall {
  /// One line for the caller; nil where there is nothing to do.
  ///
  /// `seen` is the worker's process, and `holder` the mission that has the place waited for, where
  /// the caller has just looked.
  static func after(
    _ mission: MissionView, seen: WorkerPresence.Process? = nil, behind holder: MissionView? = nil
  ) -> String? {
    let state = mission.state
    let id = state.facts.missionID
    // A mission that has settled before its end would end any other wait at once.
    let untilItsEnd = "vp_wait_mission \(id) with until terminal"
    let untilItSettles = "vp_wait_mission \(id) until it settles"
    switch mission.nextStep {
    case .stop(_, isOverdue: false): return "its cancel is requested: \(untilItsEnd)"
    case .stop:
      return "its worker doesn't obey the cancel: "
        + (state.escalated
          ? "a person was asked to look; \(untilItsEnd)"
          : "vp_escalate_mission \(id) so that a person can force it; then \(untilItsEnd)")
    case .doubt:
      return "its worker is silent: vp_get_timeline shows since when; a late finish still counts: "
        + "\(untilItsEnd), or give it up with vp_cancel_mission"
    case .wait, .serve, .resume:
      let obstacle = standstill(of: mission) ?? holder.map(Self.obstacle)
      return [obstacle, untilItSettles].compactMap(\.self).joined(separator: ": ")
    case .moveOn(let lane):
      return
        "its VP's workers now claim from lane \(lane) and won't see it: vp_cancel_mission \(id), then "
        + "vp_dispatch_mission with the same request"
    case .upgrade:
      return
        "this version can't read events that may have changed it: go on with the version that wrote them"
    case .expire:
      return "its deadline has passed, so no worker can claim it and the reconciler will end it: "
        + "\(untilItsEnd); then vp_retry_mission queues it without a deadline"
    case .answerElsewhere:
      return "it was imported and its worker waits at its origin: answer it there, or give it up "
        + "with vp_cancel_mission"
    case .answer:
      let question = state.question?.questionID ?? "the question"
      return "vp_answer_mission \(id) with question_id \(question)"
    case .rest: return "it left no files to read: result_summary tells its result"
    case .read: return "vp_read_result_artifacts \(id)"
    case .follow(let retry): return "it is retried as \(retry)"
    case .completeRetry(let retry):
      return "its retry as \(retry) was interrupted: vp_retry_mission \(id) without other "
        + "parameters completes it"
    case .weigh, .look: return doubt(of: state, seen) + again(mission)
    case .retry, .ask, .startAnew: return again(mission)
    }
  }

  /// Why no worker can take the mission until a person acts; nil where it goes on, or waits for a
  /// call.
  static func standstill(of mission: MissionView) -> String? {
    switch mission.nextStep {
    case .serve: "no live worker serves its VP, and it waits until a person starts one"
    case .resume: "its VP is paused until a person resumes it or the pause ends"
    default: nil
    }
  }

  /// Names the mission that has the place waited for, and what it waits for itself.
  private static func obstacle(_ holder: MissionView) -> String {
    let answer = holder.nextStep == .answer ? after(holder).map { " and waits for \($0)" } : nil
    return "\(holder.state.facts.missionID) holds its place\(answer ?? "")"
  }

  /// The contract's words on a key whose mission has ended.
  static let keyHasRun = "this key has run; use retry"

  /// One line for a caller whose key finds an ended mission: not every one can be retried.
  static func afterRun(of mission: MissionView, hasFiles: Bool = true) -> String {
    let limit =
      switch mission.nextStep {
      case .read, .rest:
        " for a failed or cancelled mission, and another idempotency_key for other work; this one is completed"
      case .follow: " only once"
      case .startAnew: " while retries are left"
      default: ""
      }
    return keyHasRun + limit + (hasFiles ? after(mission).map { ": " + $0 } ?? "" : "")
  }

  /// The calls after a failure or a cancel.
  private static func again(_ mission: MissionView) -> String {
    let id = mission.state.facts.missionID
    let isEscalated = mission.state.escalated
    guard mission.nextTry != .startAnew else {
      let other = "for a new mission with another approach"
      return isEscalated
        ? "no retry is left, and a person was asked to look; vp_dispatch_mission \(other)"
        : "no retry is left: vp_escalate_mission \(id), or vp_dispatch_mission \(other)"
    }
    let again = "vp_retry_mission \(id) with guidance"
    return isEscalated
      ? "a person was asked to look; \(again) tries it again"
      : again + ", or vp_escalate_mission if a person must look"
  }

  /// What to know, before a retry, of a worker that didn't report its mission's end itself.
  private static func doubt(of state: MissionState, _ seen: WorkerPresence.Process?) -> String {
    let may = state.status == .failed ? "may still report unless it is retried" : "may still run"
    return switch seen {
    case .gone: ""
    case .alive: "its worker's process is alive and \(may): "
    case .unknown: "its worker \(may), and its process can't be checked: "
    case nil: "its worker \(may); vp_get_mission shows whether its process is alive: "
    }
  }

  /// The next call of a worker that is done with a mission.
  static let nextClaim = "vp_claim_mission for the next"
  /// The calls of a worker that waits for an answer.
  static let untilAnswered =
    "vp_heartbeat until blocked is null: the answer is then in last_answer"

  /// One line for the mission's worker; nil where it simply goes on.
  static func forWorker(of mission: MissionView) -> String? {
    guard !mission.state.status.isTerminal else { return nextClaim }
    if mission.state.isCancelRequested { return "a cancel is requested: stop, then vp_cancelled" }
    return mission.state.status == .blocked ? untilAnswered : nil
  }
}
