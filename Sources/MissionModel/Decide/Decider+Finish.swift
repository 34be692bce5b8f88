import Platform

extension Decider {
  func fail(_ token: FencingToken, _ report: FailureReport) throws(MissionError) -> Decision {
    guard FailureMode.reportable.contains(report.failureMode) else {
      let allowed = FailureMode.reportable.map(\.rawValue).joined(separator: ", ")
      throw .validation(
        "failure_mode is \(report.failureMode.rawValue); a worker may report \(allowed)",
        field: "failure_mode")
    }
    return try finish(token, Self.reported(report))
  }

  /// Decides one of a worker's three ends.
  ///
  /// The holder's finish counts; after a request to cancel it becomes `cancelled`, with the
  /// worker's report. A verdict of the reconciler yields to it once. Any other finish is refused;
  /// if its token was ever given out, the first refused finish of each kind is kept.
  func finish(_ token: FencingToken, _ report: ReportedFinish) throws(MissionError) -> Decision {
    try check(report.outcome.usage)
    if holds(token) { return .append([end(token, report)]) }
    if let verdict = state.verdict, isReversible(by: token) {
      let reversed = MissionReconciliationReversed(
        attempt: attempt(token), reverses: eventID(verdict), previousStatus: state.status)
      return .append([.reconciliationReversed(reversed), end(token, report)])
    }
    if isSame(token, report) { return .unchanged }
    return refuse(token, report)
  }

  func requeue(
    _ token: FencingToken, reason: String, _ report: FailureReport
  ) throws(MissionError) -> Decision {
    if state.lease == nil, state.lastToken == token, state.status == .queued,
      state.basis == .reported
    {
      return .unchanged
    }
    // The reconciler gave the mission back already, which is all that an ending worker wants for
    // it.
    if state.status == .queued, isReversible(by: token) { return .unchanged }
    if state.isCancelRequested {
      return try finish(
        token, ReportedFinish(kind: .cancelled, outcome: report.outcome, reason: reason))
    }
    guard holds(token), state.attempt < state.facts.maxAttempts else {
      return try fail(token, report)
    }
    return .append([
      .requeued(MissionRequeued(attempt: attempt(token), by: .worker, reason: reason))
    ])
  }

  /// The event that ends the mission as its worker reports it.
  private func end(_ token: FencingToken, _ report: ReportedFinish) -> MissionEvent {
    let attempt = attempt(token)
    // A worker that only reports that it stopped, for the reason it was given, adds nothing.
    let hasOwnReason = report.reason != nil && report.reason != state.cancel?.reason
    let isBare = report.kind == .cancelled && report.outcome == MissionOutcome()
    let said = isBare && (state.cancel?.reason == nil || !hasOwnReason) ? nil : report
    if let cancel = state.cancel {
      return .cancelled(
        MissionCancelled(
          attempt: attempt, by: .worker, reason: cancel.reason ?? report.reason,
          reported: said))
    }
    switch report.kind {
    case .completed:
      return .completed(MissionCompleted(attempt: attempt, outcome: report.outcome))
    case .failed:
      return .failed(
        MissionFailed(
          attempt: attempt, by: .worker, failureMode: report.failureMode ?? .selfReported,
          error: report.error, outcome: report.outcome))
    case .cancelled:
      return .cancelled(
        MissionCancelled(attempt: attempt, by: .worker, reason: report.reason, reported: said))
    }
  }

  /// Whether the mission has already ended by this very finish.
  private func isSame(_ token: FencingToken, _ report: ReportedFinish) -> Bool {
    guard state.status.isTerminal, state.lastToken == token, state.finish == report.kind else {
      return false
    }
    if state.status == .cancelled, let told = context.lastReport {
      return told.saysTheSame(as: report)
    }
    if report.kind == .cancelled { return true }
    guard (state.outcome ?? MissionOutcome()).saysTheSame(as: report.outcome) else { return false }
    guard state.status == .failed else { return true }
    return state.failureMode == report.failureMode
      && state.failureDetail.map { ExactText($0) } == report.error.map { ExactText($0) }
  }

  private func refuse(_ token: FencingToken, _ report: ReportedFinish) -> Decision {
    let isFinal = state.status.isTerminal && state.basis != .inferred
    let error =
      isFinal && state.lastToken == token ? MissionError.terminal(state) : refusal(of: token)
    guard let issued = state.tokens.first(where: { $0.token == token }),
      !issued.lateKinds.contains(report.kind)
    else { return .refuse(error, evidence: []) }
    let late = MissionLateReport(
      attempt: attempt(token), reported: report, refusal: error.code)
    return .refuse(error, evidence: [.lateReport(late)])
  }

  private static func reported(_ report: FailureReport) -> ReportedFinish {
    ReportedFinish(
      kind: .failed, outcome: report.outcome, failureMode: report.failureMode, error: report.error)
  }
}
