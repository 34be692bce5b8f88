import MissionModel
import MissionReplay

/// Missions in words: their statuses and what to do next.
enum MissionText {
  /// The effective status.
  static func status(_ mission: MissionView) -> String {
    mission.effectiveStatus.rawValue
  }

  /// The effective status with what explains it: `failed (timeout)`, `queued (2 ahead)`.
  static func statusAndReason(_ mission: MissionView) -> String {
    let reason: String? =
      if let stale = mission.staleness.reason {
        stale.rawValue
      } else if mission.isCancelOverdue {
        "cancel overdue"
      } else if let ahead = mission.ahead {
        "\(ahead) ahead"
      } else {
        mission.state.failureMode?.rawValue ?? mission.waitingFor.map(waiting)
      }
    return status(mission) + (reason.map { " (\($0))" } ?? "")
  }

  /// The next useful command for a mission as it is, and what it is good for.
  static func next(_ mission: MissionView) -> (words: [String], purpose: String)? {
    let id = mission.state.facts.missionID.short
    if mission.state.isCancelRequested, mission.staleness.isStale || mission.isCancelOverdue {
      return (["cancel", id, "--force"], "to end it now")
    }
    if mission.staleness.isStale { return (["why", id], "why") }
    switch mission.state.status {
    case .queued:
      if mission.waitingFor == .noLiveWorker {
        let vp = mission.state.facts.vpID.rawValue
        return (["worker", "--vp", vp, "--", "COMMAND"], "to execute it")
      }
      return (["wait", id], "to wait for it")
    case .running: return (["wait", id], "to wait for it")
    case .blocked where mission.state.isCancelRequested:
      return (["wait", id], "to wait for its end")
    case .blocked where mission.state.isHeldByImport: return (["why", id], "why")
    case .blocked: return (["answer", id, "TEXT"], "to answer")
    case .completed:
      return mission.state.outcome?.resultRef.map { _ in (["artifacts", id], "its files") }
    case .failed, .cancelled:
      if let retry = mission.state.retried {
        return (["get", retry.newMissionID.short], "its retry")
      }
      return (["retry", id, "--guidance", "TEXT"], "to try again")
    }
  }

  /// What a queued mission waits for.
  static func waiting(_ reason: WaitingReason) -> String {
    switch reason {
    case .vpPaused: "VP paused"
    case .notBefore: "not before its time"
    case .noLiveWorker: "no live worker"
    case .target: "target in use"
    case .concurrency: "VP busy"
    case .turn: "its turn"
    }
  }
}

extension Page {
  /// Writes the id, how it stands, and what came of it: on one line, or its words below where that is too long.
  func outcome(_ mission: MissionView, _ style: TextStyle = .plain) throws {
    let state = mission.state
    let words: String? =
      switch state.status {
      case .completed: state.outcome?.message
      case .failed: FailureText.line(state.failureDetail, reason: state.outcome?.message)
      case .cancelled: state.cancel?.words
      case .blocked: state.question?.question
      case .queued, .running: state.progress?.summary
      }
    let head = "\(state.facts.missionID.short)  \(MissionText.statusAndReason(mission))"
    guard let words else { return try line(head, style) }
    let text = TextWidth.cut(TextWidth.oneLine(words), to: 120)
    let whole = "\(head): \(text)"
    guard TextWidth.columns(whole) > screen.width else { return try line(whole, style) }
    try line(head + ":", style)
    try paragraph(text, indent: 2, style)
  }
}
