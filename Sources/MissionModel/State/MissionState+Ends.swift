import EventLog

extension MissionState {
  /// Folds the events by which a mission leaves its worker.
  mutating func end(_ change: MissionEvent, _ event: RecordedEvent) {
    lease = nil
    question = nil
    switch change {
    case .completed(let body):
      conclude(.completed, .reported, event, by: body.attempt)
      failureMode = nil
      failureDetail = nil
      take(body.outcome)
      finish = .completed
    case .failed(let body):
      conclude(.failed, Self.basis(of: body), event, by: body.attempt)
      failureMode = body.failureMode
      failureDetail = body.error
      take(body.outcome)
      finish = body.by == .worker ? .failed : nil
    case .cancelled(let body):
      conclude(.cancelled, .decided, event, by: body.attempt)
      failureMode = nil
      failureDetail = nil
      take(body.reported?.outcome)
      finish = body.by == .worker ? body.reported?.kind ?? .cancelled : nil
      if cancel == nil {
        cancel = CancelRequest(
          reason: body.reason, by: event.actor, at: event.recordedAt, position: event.position)
      }
    case .requeued(let body):
      setStatus(.queued, body.by == .reconciler ? .inferred : .reported, event)
      workerID = nil
    default: break
    }
    if status.isTerminal, basis != .inferred { verdict = nil }
  }

  /// Takes over a finish's description of the work; an empty one leaves nil.
  mutating func take(_ said: MissionOutcome?) {
    guard var said else {
      outcome = nil
      return
    }
    usage = usage.updated(by: said.usage)
    said.usage = nil
    outcome = said == MissionOutcome() ? nil : said
  }

  private mutating func conclude(
    _ status: MissionStatus, _ basis: StatusBasis, _ event: RecordedEvent, by attempt: AttemptRef?
  ) {
    setStatus(status, basis, event)
    completedAt = event.recordedAt
    if let attempt { workerID = attempt.workerID }
  }

  /// The basis of a failure: a deadline was somebody's decision, whoever saw it pass.
  private static func basis(of body: MissionFailed) -> StatusBasis {
    if body.failureMode == .deadlineExceeded { return .decided }
    return body.by == .reconciler ? .inferred : .reported
  }
}
