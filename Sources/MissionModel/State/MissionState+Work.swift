import EventLog

extension MissionState {
  /// Gives the mission to a worker: a new attempt, without progress or usage.
  mutating func claimed(_ body: MissionClaimed, _ event: RecordedEvent) {
    setStatus(.running, .reported, event)
    attempt = body.attempt.attempt
    tokens.append(IssuedToken(token: body.attempt.token))
    workerID = body.attempt.workerID
    workerHost = body.host
    workspace = nil
    progress = nil
    usage = Usage()
    question = nil
    verdict = nil
    finish = nil
    claimedAt = event.recordedAt
    startedAt = nil
    lease = Lease(
      token: body.attempt.token, expiresAt: body.lease.expiresAt, length: body.leaseSeconds,
      bootID: body.lease.bootID, mono: body.lease.mono, position: event.position)
    lastHeartbeatAt = event.recordedAt
  }

  /// Folds a worker's events between its claim and its finish, and the answers it gets.
  mutating func work(_ change: MissionEvent, _ event: RecordedEvent) {
    switch change {
    case .started(let body):
      renew(body.attempt, body.lease, event)
      startedAt = event.recordedAt
      workspace = body.workspace
    case .progress(let body):
      renew(body.attempt, body.lease, event)
      usage = usage.updated(by: body.usage)
      if body.summary != nil || body.percent != nil {
        progress = MissionProgress(
          at: event.recordedAt, summary: body.summary ?? progress?.summary,
          percent: body.percent ?? progress?.percent)
      }
    case .artifact(let body): renew(body.attempt, body.lease, event)
    case .fallback(let body): renew(body.attempt, body.lease, event)
    case .blocked(let body):
      renew(body.attempt, body.lease, event)
      setStatus(.blocked, .reported, event)
      questions += 1
      question = MissionQuestion(
        questionID: body.questionID, question: body.question, options: body.options,
        at: event.recordedAt)
    case .unblocked(let body):
      setStatus(.running, .decided, event)
      question = nil
      lastAnswer = MissionAnswer(
        questionID: body.questionID, answer: body.answer, by: event.actor, at: event.recordedAt)
    default: break
    }
  }

  /// Renews the lease of the worker that wrote; an event of any other attempt changes nothing.
  mutating func renew(_ attempt: AttemptRef, _ renewal: LeaseRenewal, _ event: RecordedEvent) {
    guard lease?.admits(attempt.token) == true else { return }
    lease?.expiresAt = renewal.expiresAt
    lease?.bootID = renewal.bootID
    lease?.mono = renewal.mono
    lease?.position = event.position
    lastHeartbeatAt = event.recordedAt
  }

  /// Sets the status and records the event that did.
  mutating func setStatus(_ status: MissionStatus, _ basis: StatusBasis, _ event: RecordedEvent) {
    self.status = status
    self.basis = basis
    statusPosition = event.position
  }
}
