package import Platform

extension WaitingReason {
  /// Says why a mission waits; nil where it isn't queued.
  package static func of(
    _ mission: MissionState, queue: QueueFacts, now: Instant
  ) -> WaitingReason? {
    guard mission.status == .queued else { return nil }
    if queue.isPaused { return .vpPaused }
    if let notBefore = mission.facts.notBefore, now < notBefore { return .notBefore }
    if !queue.isServed { return .noLiveWorker }
    if queue.isTargetTaken { return .target }
    if queue.held >= queue.maxConcurrent { return .concurrency }
    return .turn
  }
}

extension MissionState {
  /// Whether the mission itself may be claimed at `now`; pause, concurrency and target are the queue's.
  package func isClaimable(at now: Instant) -> Bool {
    guard status == .queued, !isCancelRequested else { return false }
    if let notBefore = facts.notBefore, now < notBefore { return false }
    if let deadline = facts.deadline, now >= deadline { return false }
    return true
  }

  /// Whether a cancel was asked for longer ago than the worker has to obey it.
  package func isCancelOverdue(at now: Instant, policy: MissionPolicy) -> Bool {
    guard let cancel, status.isHeld else { return false }
    return now.seconds(since: cancel.at) > policy.cancelGrace
  }
}
