package import EventLog

extension MissionState {
  /// Folds one event of the mission's stream into its state.
  ///
  /// Any event is accepted in any order: the log is the truth, and deciding came before. The state
  /// is nil before the event that begins a mission.
  ///
  /// - Throws: For a payload that can't be decoded, and for a known type of a newer schema.
  package static func evolve(
    _ state: MissionState?, _ event: RecordedEvent, _ upcasting: Upcasting = .current
  ) throws -> MissionState? {
    var state = state
    try MissionsReducer().reduce(&state, LedgerDecoder(upcasting).decode(event))
    return state
  }

  /// Folds one event as the missions projection does: an event that can't be folded leaves the
  /// state as it was, and its error is returned.
  package static func fold(
    _ state: inout MissionState?, _ event: RecordedEvent, _ upcasting: Upcasting = .current
  ) -> (any Error)? {
    do {
      state = try evolve(state, event, upcasting)
      return nil
    } catch {
      return error
    }
  }

  /// Folds a decoded event into the state in place; throws before it changes anything.
  static func evolve(
    _ state: inout MissionState?, _ change: MissionEvent, _ event: RecordedEvent
  ) throws(MissionError) {
    if case .none = state {
      state = MissionState(beginning: change, event)
    } else {
      if case .unknown(let unread) = change { try unread.refuse(MissionEventType.self) }
      state?.apply(change, event)
    }
    state?.version = event.version
    state?.position = event.position
  }

  /// Makes the state of a mission that begins with this event; nil if the event begins none.
  private init?(beginning change: MissionEvent, _ event: RecordedEvent) {
    switch change {
    case .dispatched(let origin):
      self.init(
        facts: MissionFacts(
          origin, position: event.streamID, dispatchedAt: event.recordedAt, isImported: false),
        status: .queued, basis: .decided, updatedAt: event.recordedAt, version: event.version,
        position: event.position)
    case .imported(let row):
      self.init(row, event)
    default: return nil
    }
  }

  private init(_ row: MissionImported, _ event: RecordedEvent) {
    self.init(
      facts: MissionFacts(
        row.origin, position: event.streamID, dispatchedAt: row.dispatchedAt, isImported: true),
      status: row.status, basis: .reported, updatedAt: row.updatedAt, version: event.version,
      position: event.position)
    attempt = row.attempt
    workerID = row.workerID
    workerHost = row.workerHost
    claimedAt = row.claimedAt
    startedAt = row.startedAt
    completedAt = row.completedAt
    lastHeartbeatAt = row.lastHeartbeatAt
    failureMode = row.failureMode
    failureDetail = row.failureDetail
    progress = row.progress
    questions = row.questions
    question = row.question
    lastAnswer = row.lastAnswer
    retried = row.retried
    escalated = row.escalated
    acknowledged = row.acknowledged
    take(row.outcome)
    if let expiresAt = row.leaseExpiresAt {
      lease = Lease(
        token: FencingToken(worker: row.workerID ?? .ofImport, attempt: row.attempt),
        expiresAt: expiresAt, length: Millionths(0), bootID: nil, mono: nil,
        position: event.position)
    }
    if row.cancelRequested {
      cancel = CancelRequest(
        reason: row.cancelReason, by: event.actor, at: row.updatedAt ?? event.recordedAt,
        position: event.position)
    }
  }

  /// Changes the state by an event after the first.
  ///
  /// Another system's history, as an import keeps it, is no news of the mission.
  private mutating func apply(_ change: MissionEvent, _ event: RecordedEvent) {
    if case .annotated = change, event.isOfImport { return }
    updatedAt = event.recordedAt
    if case .heartbeat(let body) = change {
      renew(body.attempt, body.lease, event)
      return
    }
    // An emptied workspace is nothing that a person must look at again.
    if case .workspacePruned = change { return }
    acknowledged = false
    switch change {
    case .claimed(let body): claimed(body, event)
    case .started, .progress, .artifact, .blocked, .fallback, .unblocked: work(change, event)
    case .completed, .failed, .cancelled, .requeued: end(change, event)
    case .cancelRequested(let body):
      cancel = CancelRequest(
        reason: body.reason, by: event.actor, at: event.recordedAt, position: event.position)
    case .reconciled: verdict = event.position
    case .reconciliationReversed: verdict = nil
    case .lateReport(let body): keepLateReport(body)
    case .retried(let body): retried = body
    case .escalated: escalated = true
    case .acknowledged: acknowledged = true
    case .dispatched, .imported, .heartbeat, .annotated, .workspacePruned, .unknown: break
    }
  }

  private mutating func keepLateReport(_ body: MissionLateReport) {
    lateReports += 1
    guard let index = tokens.firstIndex(where: { $0.token == body.attempt.token }) else { return }
    let kinds = tokens[index].lateKinds + [body.reported.kind]
    tokens[index].lateKinds = ReportedFinish.Kind.allCases.filter { kinds.contains($0) }
  }
}

extension WorkerID {
  /// The holder of an imported mission whose row names no worker.
  fileprivate static let ofImport = WorkerID(stored: "imported")
}

extension RecordedEvent {
  /// Whether an import wrote it: its actor is `import:` and the file's name.
  fileprivate var isOfImport: Bool { actor.hasPrefix("import:") }
}
