package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// Tries a failed or cancelled mission again as a new one; the same retry again finds that one.
  ///
  /// Within a ledger both events are one transaction. Across ledgers the second may be missing
  /// after a crash: the same retry completes it, and so does one that asks for nothing else.
  ///
  /// - Throws: `invalid_transition`, `idempotency_conflict` naming the earlier retry,
  ///   `retry_budget_exhausted`; `validation_error` and `payload_too_large` for a request that
  ///   can't become a mission, and then nothing is written.
  package func retry(_ id: MissionID, _ request: RetryRequest, _ call: CallContext) async throws
    -> RetryResult
  {
    let from = try await placeForWriting(of: id)
    let plan = try await retryPlan(of: id, in: from, request, call)
    let (retried, copy, to, refusal) = (plan.retried, plan.copy, plan.ledger, plan.refusal)
    var call = call
    call.traceID = copy.request.traceID
    // An error of the second ledger must show before the first event says that the mission was
    // retried.
    if from !== to { try await write(to, call) { _ in } }
    let asked = try await write(from, call) { transaction in
      let outcome = try transaction.perform(.retry(retried), on: id)
      let state = try outcome.state()
      if outcome.isChange, let refusal { throw refusal }
      let made = copy.following(state)
      if outcome.isChange { try transaction.check(made, as: retried, of: id) }
      return (
        made: made, isNew: outcome.isChange,
        answer: from === to ? try transaction.dispatchUnlessThere(made, unless: refusal) : nil
      )
    }
    let answer: LaneTransaction.Dispatch
    if let made = asked.answer {
      answer = made
    } else {
      answer = try await write(to, call) {
        try $0.dispatchUnlessThere(asked.made, unless: refusal)
      }
    }
    memory.note(lane: to.lane.name, of: asked.made.missionID)
    return RetryResult(
      mission: answer.mission, original: id, replayed: !asked.isNew && !answer.isNew,
      warnings: answer.warnings)
  }

  /// A planned retry.
  struct RetryPlan {
    let retried: MissionRetried
    /// The new mission's first event, as far as the retry alone settles it.
    let copy: MissionDispatched
    /// The ledger for it.
    let ledger: LaneLedger
    /// Whether it is there already.
    let isMade: Bool
    /// The reason why it can't be dispatched, if it isn't there yet.
    let refusal: MissionError?
  }

  /// Plans the retry that a request asks for; nothing is written.
  ///
  /// - Throws: `validation_error` for an unknown VP or a blocked target, `idempotency_conflict`
  ///   where an interrupted retry asks for something else.
  func retryPlan(
    of id: MissionID, in from: LaneLedger, _ request: RetryRequest, _ call: CallContext
  ) async throws -> RetryPlan {
    guard let (origin, original) = try await read(from, { try $0.origin(of: id) }) ?? nil else {
      throw MissionError.unknownMission(id)
    }
    // A mission that was made lies in the lane that its VP had then.
    let holder = await pool.run {
      original.retried.flatMap { self.holderBlocking(of: $0.newMissionID.stream) }
    }
    let interrupted = await interruptedRetry(of: original)
    let retried = interrupted.flatMap { request.isPlain ? $0 : nil } ?? wanted(request, of: origin)
    try await checkIsKnown(retried.vpID)
    if let interrupted, !interrupted.asksTheSame(as: retried) {
      throw MissionError.interruptedRetry(id, interrupted)
    }
    let copy = try copy(of: origin, as: retried, call)
    return RetryPlan(
      retried: retried, copy: copy,
      ledger: try holder.map(ledger(named:)) ?? ledger(of: retried.vpID), isMade: holder != nil,
      refusal: refusal(of: copy.request))
  }

  /// The retry that a request asks for.
  private func wanted(_ request: RetryRequest, of origin: MissionDispatched) -> MissionRetried {
    MissionRetried(
      newMissionID: newMissionID(), vpID: request.vp ?? origin.request.vpID,
      guidance: redactor.text(request.guidance), freshWorkspace: request.freshWorkspace)
  }

  private func copy(
    of origin: MissionDispatched, as retried: MissionRetried, _ call: CallContext
  ) throws -> MissionDispatched {
    var request = origin.request.retried(
      of: origin.missionID, for: retried.vpID, guidance: retried.guidance,
      sourceSessionID: call.sourceSessionID
    ).redacted(by: redactor)
    request.traceID = call.traceID ?? request.traceID
    return MissionDispatched(
      missionID: retried.newMissionID, request: request, retryOf: origin.missionID,
      resolvedTargetPath: try target(of: request))
  }
}

extension MissionDispatched {
  /// Refuses a retry that can't become a mission.
  func checkRequest(as retried: MissionRetried, of id: MissionID) throws {
    guard !request.objective.isEmpty else {
      throw MissionError.validation(
        "mission \(id) was imported without an objective, and a retry needs one: give guidance, "
          + "which becomes its objective",
        field: "guidance")
    }
    try request.checkRoom(forGuidance: retried.guidance)
    try request.validate()
  }

  /// The event completed with what the original fixes: the id that it named, and the chain.
  fileprivate func following(_ original: MissionState) -> MissionDispatched {
    var next = self
    next.missionID = original.retried?.newMissionID ?? missionID
    next.chainID = original.facts.chainID
    next.chainLength = original.facts.chainLength + 1
    return next
  }
}

extension LaneTransaction {
  /// Refuses a retry's first event that no ledger would take.
  fileprivate func check(
    _ made: MissionDispatched, as retried: MissionRetried, of id: MissionID
  ) throws {
    try made.checkRequest(as: retried, of: id)
    try check([.dispatched(made)])
  }

  /// Appends a retry's first event unless it is there.
  fileprivate func dispatchUnlessThere(
    _ dispatched: MissionDispatched, unless refusal: MissionError?
  ) throws -> Dispatch {
    guard let state = try state(of: dispatched.missionID) else {
      return try dispatch(dispatched, unless: refusal)
    }
    return Dispatch(
      mission: try view(of: state, withRequest: true), isNew: false, warnings: [])
  }
}

extension LaneReader {
  /// A mission's first event and its present state; nil where this ledger has no such mission.
  fileprivate func origin(of id: MissionID) throws -> (MissionDispatched, MissionState)? {
    guard let state = try state(of: id) else { return nil }
    return try reader.origin(at: state.facts.dispatchPosition, upcasting).map { ($0, state) }
  }
}
