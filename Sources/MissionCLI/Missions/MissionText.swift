import MissionModel
import MissionReplay

/// Missions in words.
enum MissionText {
  /// The effective status.
  static func status(_ mission: MissionView) -> String {
    mission.effectiveStatus.rawValue
  }

  /// The effective status with its reason: `failed (timeout)`, `queued (2 ahead)`.
  static func statusAndReason(_ mission: MissionView) -> String {
    let reason: String? =
      if let stale = mission.staleness.reason {
        [stale.rawValue, cancelWord(mission)].compactMap(\.self).joined(separator: ", ")
      } else if mission.isCancelOverdue {
        cancelWord(mission)
      } else if let ahead = mission.ahead {
        "\(ahead) ahead"
      } else {
        mission.state.failureMode?.rawValue ?? mission.waitingFor.map(waiting)
      }
    return status(mission) + (reason.map { " (\($0))" } ?? "")
  }

  /// The state of the cancel of a mission that hasn't ended; nil without one.
  private static func cancelWord(_ mission: MissionView) -> String? {
    guard mission.state.isCancelRequested, !mission.state.status.isTerminal else { return nil }
    return mission.isCancelOverdue ? "cancel overdue" : "cancel requested"
  }

  /// The reason why a queued mission waits.
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
  /// Writes the id, the status and the outcome: on one line, or with the words below if that is too
  /// long.
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
