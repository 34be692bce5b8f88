/// Decides a command on a mission in a given state; nil stands for a mission that doesn't exist
/// yet.
///
/// Pure: the same state, command and context always give the same decision.
///
/// - Throws: The refusal of a command that leaves no event.
package func decide(
  _ state: MissionState?, _ command: MissionCommand, _ context: DecisionContext
) throws(MissionError) -> Decision {
  if case .dispatch(let origin, let existing) = command {
    return try decideDispatch(state, origin, existing: existing)
  }
  guard let state else {
    throw MissionError(.notFound, "there is no such mission: list shows the missions")
  }
  let decider = Decider(state: state, context: context)
  switch command {
  case .dispatch: return .unchanged
  case .claim(let worker, let host, let seconds):
    return try decider.claim(worker: worker, host: host, leaseSeconds: seconds)
  case .start(let token, let workspace): return try decider.start(token, workspace: workspace)
  case .heartbeat(let token): return try decider.heartbeat(token)
  case .progress(let token, let report): return try decider.progress(token, report)
  case .artifact(let token, let report): return try decider.artifact(token, report)
  case .block(let token, let question, let options):
    return try decider.block(token, question: question, options: options)
  case .fallback(let token, let from, let to, let reason):
    return try decider.fallback(token, from: from, to: to, reason: reason)
  case .complete(let token, let outcome):
    return try decider.finish(token, ReportedFinish(kind: .completed, outcome: outcome))
  case .fail(let token, let report): return try decider.fail(token, report)
  case .cancelled(let token, let reason, let outcome):
    return try decider.finish(
      token, ReportedFinish(kind: .cancelled, outcome: outcome, reason: reason))
  case .requeue(let token, let reason, let report):
    return try decider.requeue(token, reason: reason, report)
  case .answer(let questionID, let answer):
    return try decider.answer(questionID: questionID, answer: answer)
  case .cancel(let reason, let force): return try decider.cancel(reason: reason, force: force)
  case .retry(let wanted): return try decider.retry(wanted)
  case .escalate(let body): return .append([.escalated(body)])
  case .annotate(let body): return .append([.annotated(body)])
  case .recordPruning(let bytes): return try decider.recordPruning(bytesFreed: bytes)
  case .acknowledge(let note):
    let isSeen = state.isSeen(
      leaseHasRunOut: state.lease.map { $0.expiresAt <= context.now } ?? false,
      overdueSince: state.cancelOverdueSince(at: context.wallTime, policy: context.policy),
      lookedAt: context.lookedAt)
    return isSeen ? .unchanged : .append([.acknowledged(.init(note: note))])
  }
}

/// Decides a dispatch; the same request under the same id is the same dispatch.
private func decideDispatch(
  _ state: MissionState?, _ origin: MissionDispatched, existing: DispatchRequest?
) throws(MissionError) -> Decision {
  guard state != nil else {
    try origin.request.validate()
    return .append([.dispatched(origin)])
  }
  guard let existing else {
    throw MissionError(.versionConflict, "mission \(origin.missionID) already exists")
  }
  let differing = origin.request.differences(from: existing)
  guard differing.isEmpty else { throw .idempotencyConflict(origin.missionID, differing) }
  return .unchanged
}

/// One decision on an existing mission: its state, and where and when the decision is made.
struct Decider {
  let state: MissionState
  let context: DecisionContext

  /// The mission, for messages.
  var name: String { "mission \(state.facts.missionID)" }
}
