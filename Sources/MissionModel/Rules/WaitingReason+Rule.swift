package import Platform

extension WaitingReason {
  /// Says why a mission waits; nil if it isn't queued, if it only waits for its end as its deadline
  /// has passed, or if only unknown facts of its queue could tell.
  package static func of(
    _ mission: MissionState, queue: QueueFacts, now: Instant
  ) -> WaitingReason? {
    guard mission.status == .queued, !mission.isOverDeadline(at: now) else { return nil }
    if queue.isPaused { return .vpPaused }
    if let notBefore = mission.facts.notBefore, now < notBefore { return .notBefore }
    guard queue.isWhole else { return nil }
    if !queue.isServed { return .noLiveWorker }
    if queue.isTargetTaken { return .target }
    if queue.held >= queue.maxConcurrent { return .concurrency }
    return .turn
  }
}

extension MissionState {
  /// Whether the mission itself may be claimed at `now`; pause, concurrency and target are the
  /// queue's.
  package func isClaimable(at now: Instant) -> Bool {
    guard status == .queued, !isCancelRequested else { return false }
    if let notBefore = facts.notBefore, now < notBefore { return false }
    return !isOverDeadline(at: now)
  }

  /// Whether the mission's deadline has passed.
  func isOverDeadline(at now: Instant) -> Bool { facts.deadline.map { now >= $0 } ?? false }

  /// Whether a cancel was requested longer ago than the worker has to obey it.
  package func isCancelOverdue(at now: Instant, policy: MissionPolicy) -> Bool {
    cancelOverdueSince(at: now, policy: policy) != nil
  }

  /// When the worker's time to obey a cancel had passed; nil until then.
  package func cancelOverdueSince(at now: Instant, policy: MissionPolicy) -> Instant? {
    guard let cancel, status.isHeld, now.seconds(since: cancel.at) > policy.cancelGrace else {
      return nil
    }
    return cancel.at.advanced(bySeconds: policy.cancelGrace)
  }
}
