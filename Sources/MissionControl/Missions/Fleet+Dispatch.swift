import EventProjections
package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// Queues a mission; the same key and request again find the mission that is there.
  ///
  /// A `taker` gets it at once if it can be claimed now; else it stays queued.
  ///
  /// - Throws: `validation_error`, `idempotency_conflict` naming the fields that differ,
  ///   `target_path_blocked`, `ledger_full`, and the ledger's own errors.
  package func dispatch(
    _ request: DispatchRequest, _ call: CallContext, takenBy taker: Taker? = nil
  ) async throws -> DispatchResult {
    try MissionPolicy.checkLease(taker?.claim.leaseSeconds)
    var request = request
    request.traceID = request.traceID ?? call.traceID
    request.sourceSessionID = request.sourceSessionID ?? call.sourceSessionID
    try request.validate()
    try await checkIsKnown(request.vpID)
    let namesKey = request.idempotencyKey != nil
    request.idempotencyKey = request.idempotencyKey ?? call.impliedKey
    let ledger = try await ledger(of: request.vpID, for: request.idempotencyKey)
    // With a key, the key alone decides what is a repetition.
    let recent = namesKey ? nil : ledger.recent
    let refusal = refusal(of: request)
    let kept = request.redacted(by: redactor)
    // A secret's replacement may be longer than the secret.
    if kept != request { try kept.validate() }
    var call = call
    call.traceID = call.traceID ?? kept.traceID
    let dispatched = MissionDispatched(
      missionID: request.idempotencyKey.map { .keyed(vp: request.vpID, key: $0) } ?? newMissionID(),
      request: kept, resolvedTargetPath: try target(of: request))
    // Below `min_free_bytes` nothing is claimed, not even a mission that its key finds.
    let taker = diskRoom.refusal == nil ? taker : nil
    let takesTarget = taker != nil && dispatched.resolvedTargetPath != nil
    let event = WrittenEvent(.dispatched(dispatched))
    let answer = try await write(ledger, call, holdingTargets: takesTarget) {
      try $0.expecting(event).dispatch(
        dispatched, unless: refusal, amongst: recent, takenBy: taker)
    }
    memory.note(lane: ledger.lane.name, of: answer.mission.state.facts.missionID)
    return DispatchResult(
      mission: await markingInterruptedRetry(answer.mission), replayed: !answer.isNew,
      warnings: answer.warnings)
  }

  /// A new id: a UUIDv7 with the time of the fleet's clock.
  func newMissionID() -> MissionID {
    .generated(now: now, random: surroundings.randomness.bytes(10))
  }
}

extension LaneTransaction {
  /// How far back a dispatch without a key looks for an equal one, in seconds.
  private static let duplicateWindow = 600.0

  /// A mission that was dispatched, now or before, and warnings about its VP.
  struct Dispatch: Sendable {
    let mission: MissionView
    let isNew: Bool
    let warnings: [Warning]
  }

  /// Appends a mission's first event, unless its key or its id has been used for the same.
  ///
  /// `refusal` is the reason why a new mission can't be accepted now; an existing one is found all
  /// the same. A new one is compared with the `recent` dispatches, if they are given.
  func dispatch(
    _ dispatched: MissionDispatched, unless refusal: MissionError?,
    amongst recent: RecentDispatches? = nil, takenBy taker: Taker? = nil
  ) throws -> Dispatch {
    var dispatched = dispatched
    var state = try state(of: dispatched.missionID)
    // An imported mission keeps its old id, so that only its key finds it.
    let vp = dispatched.request.vpID
    if state == nil, let key = dispatched.request.idempotencyKey,
      try self.vp(vp)?.isImported == true
    {
      state = try missions { try $0.importedMission(vp: vp, key: key) }
    }
    if let state { dispatched.missionID = state.facts.missionID }
    if state == nil, let refusal { throw refusal }
    let existing = try state.flatMap {
      try projected.origin(at: $0.facts.dispatchPosition, upcasting)
    }
    var twin: Warning?
    if state == nil, let recent { twin = self.twin(of: dispatched.request, amongst: recent) }
    let outcome = try perform(
      .dispatch(dispatched, existing: existing?.request), on: dispatched.missionID, in: state)
    let mission =
      try taker.flatMap { try take(outcome.state(), for: $0) }
      ?? view(of: outcome.state(), asking: existing?.request ?? dispatched.request)
    return Dispatch(
      mission: mission, isNew: outcome.isChange,
      warnings: (twin.map { [$0] } ?? [])
        + (mission.state.status == .queued ? try warnings(for: mission) : []))
  }

  /// Gives a queued mission to a worker, if it can be claimed now; a mission that the worker holds
  /// already is given again.
  private func take(_ state: MissionState, for taker: Taker) throws -> MissionView? {
    let isHeld = state.isInHand && state.workerID == taker.claim.worker
    if isHeld { return try view(of: state, withRequest: true) }
    // The other lanes' target paths were read only if this mission has one.
    guard state.status == .queued,
      state.facts.resolvedTargetPath == nil || targetsElsewhere != nil
    else { return nil }
    var claim = taker.claim
    claim.mission = state.facts.missionID
    return try called(by: taker.call).claim(claim)
  }

  /// Names the unfinished mission of the same session with the same request; nil also where that
  /// can't be told now.
  private func twin(of request: DispatchRequest, amongst recent: RecentDispatches) -> Warning? {
    let since = now.advanced(bySeconds: -Self.duplicateWindow)
    guard
      let twin = try? recent.twin(
        of: request, since: since, through: projected.head, self)?.facts.missionID
    else { return nil }
    return Warning(
      .possibleDuplicate,
      "\(twin) of the same session has the same request and isn't finished: unless you want both, "
        + "wait for that one and cancel this one; an idempotency_key prevents such duplicates",
      missionID: twin)
  }

  /// The warnings about its VP for the caller of a queued mission.
  private func warnings(for mission: MissionView) throws -> [Warning] {
    let vp = mission.state.facts.vpID
    var warnings: [Warning] = []
    if let pause = try self.vp(vp)?.pause(at: now) {
      let until = pause.until.map { " until \($0)" } ?? ""
      let reason = pause.reason.map { ": \($0)" } ?? ""
      warnings.append(Warning(.vpPaused, "\(vp) is paused\(until)\(reason)"))
    }
    if try mission.waitingFor == .noLiveWorker || (mission.waitsBeforeWorkers && !isServed(vp)) {
      let command = configuration.settings(ofVP: vp).command.isEmpty ? " -- COMMAND" : ""
      let outlook =
        mission.isPastDeadline
        ? "" : ": the mission waits until one starts (`missionlog worker --vp \(vp)\(command)`)"
      warnings.append(Warning(.noLiveWorker, "no live worker serves \(vp)\(outlook)"))
    }
    if mission.isPastDeadline {
      warnings.append(
        Warning(
          .deadlinePassed,
          "the mission's deadline has passed: no worker can claim it, and reconciliation ends it "
            + "(`missionlog reconcile`)"))
    }
    return warnings
  }
}

extension MissionView {
  /// Whether it waits for a step before a worker, or only for its end, so that `waitingFor` doesn't
  /// tell whether there is a worker.
  fileprivate var waitsBeforeWorkers: Bool {
    switch waitingFor {
    case nil, .vpPaused, .notBefore: true
    case .noLiveWorker, .target, .concurrency, .turn: false
    }
  }
}
