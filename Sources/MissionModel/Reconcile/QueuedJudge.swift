/// The judgement of one queued mission that is past its deadline or cancelled.
struct QueuedJudge {
  private let state: MissionState
  private let facts: ReconcileFacts

  init(_ state: MissionState, _ facts: ReconcileFacts) {
    self.state = state
    self.facts = facts
  }

  /// Its end; nil if it may still be claimed.
  var verdict: MissionVerdict? {
    guard state.status == .queued else { return nil }
    if let cancel = state.cancel {
      let event = MissionCancelled(attempt: nil, by: .reconciler, reason: cancel.reason)
      return end(
        .cancelOverdue, .cancelled, .cancelled(event),
        "it is queued, and a cancel was asked for at \(cancel.at)")
    }
    guard let deadline = state.facts.deadline, facts.now >= deadline else { return nil }
    let sentence = "it was still queued at its deadline, \(deadline)"
    let event = MissionFailed(
      attempt: nil, by: .reconciler, failureMode: .deadlineExceeded, error: sentence)
    return end(.deadlineExceeded, .failed, .failed(event), sentence)
  }

  private func end(
    _ ground: MissionVerdict.Ground, _ after: MissionStatus, _ event: MissionEvent,
    _ evidence: String
  ) -> MissionVerdict {
    MissionVerdict(
      missionID: state.facts.missionID, version: state.version, lostSession: nil, ground: ground,
      before: .queued, after: after, events: [event], evidence: evidence)
  }
}
