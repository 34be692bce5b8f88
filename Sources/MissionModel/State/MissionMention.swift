/// The effect of a mission's event on the session of the worker that it names.
struct MissionMention: Hashable, Sendable {
  /// The worker's session.
  let session: SessionID
  /// Whether the worker itself wrote it.
  let isOwn: Bool
  /// Whether the worker holds the mission from now on; nil if that doesn't change.
  let holds: Bool?
  /// By how much the session's counts change.
  let completed: Int
  let failed: Int
  let bootID: String?
  let mono: Int64?

  /// Takes the effect from an event; nil if the event names no worker or doesn't concern its
  /// session.
  init?(_ change: MissionEvent) {
    guard let attempt = change.sessionAttempt else { return nil }
    session = attempt.session
    let clock = change.clock
    bootID = clock?.bootID
    mono = clock?.mono
    var author = Party.worker
    var holds: Bool?
    var (completed, failed) = (0, 0)
    switch change {
    case .claimed: holds = true
    case .completed: (holds, completed) = (false, 1)
    case .failed(let body): (holds, failed, author) = (false, 1, body.by)
    case .cancelled(let body): (holds, author) = (false, body.by)
    case .requeued(let body): (holds, author) = (false, body.by)
    case .reconciliationReversed(let body): failed = body.previousStatus == .failed ? -1 : 0
    default: break
    }
    isOwn = author == .worker
    self.holds = holds
    self.completed = completed
    self.failed = failed
  }
}

extension MissionEvent {
  /// The attempt whose session the event changes; nil if it changes none.
  var sessionAttempt: AttemptRef? {
    switch self {
    case .claimed(let body): body.attempt
    case .started(let body): body.attempt
    case .heartbeat(let body): body.attempt
    case .progress(let body): body.attempt
    case .artifact(let body): body.attempt
    case .blocked(let body): body.attempt
    case .fallback(let body): body.attempt
    case .completed(let body): body.attempt
    case .failed(let body): body.attempt
    case .cancelled(let body): body.attempt
    case .requeued(let body): body.attempt
    case .lateReport(let body): body.attempt
    case .reconciliationReversed(let body): body.attempt
    case .dispatched, .imported, .unblocked, .cancelRequested, .reconciled, .retried, .escalated,
      .acknowledged, .annotated, .workspacePruned, .unknown:
      nil
    }
  }

  /// The worker's clock, if the event renews its lease.
  fileprivate var clock: LeaseRenewal? {
    switch self {
    case .claimed(let body): body.lease
    case .started(let body): body.lease
    case .heartbeat(let body): body.lease
    case .progress(let body): body.lease
    case .artifact(let body): body.lease
    case .blocked(let body): body.lease
    case .fallback(let body): body.lease
    default: nil
    }
  }
}
