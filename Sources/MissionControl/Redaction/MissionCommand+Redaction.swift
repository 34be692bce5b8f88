import MissionModel

extension MissionCommand {
  /// The command after a redactor went over every text that people and agents wrote.
  ///
  /// Ids, keys and paths stay: things are found by them. A dispatch's request is redacted
  /// beforehand, since it is answered and compared in its stored form.
  func redacted(by redactor: Redactor) -> MissionCommand {
    switch self {
    case .dispatch, .claim, .start, .heartbeat, .artifact, .recordPruning: return self
    case .progress(let token, var report):
      report.summary = redactor.text(report.summary)
      report.detail = report.detail.map { redactor.json($0) }
      return .progress(token, report)
    case .block(let token, let question, let options):
      return .block(token, question: redactor.text(question), options: redactor.texts(options))
    case .fallback(let token, let from, let to, let reason):
      return .fallback(
        token, from: redactor.text(from), to: redactor.text(to), reason: redactor.text(reason))
    case .complete(let token, let outcome):
      return .complete(token, outcome.redacted(by: redactor))
    case .fail(let token, let report): return .fail(token, report.redacted(by: redactor))
    case .cancelled(let token, let reason, let outcome):
      return .cancelled(
        token, reason: redactor.text(reason), outcome: outcome.redacted(by: redactor))
    case .requeue(let token, let reason, let report):
      return .requeue(
        token, reason: redactor.text(reason), report.redacted(by: redactor))
    case .answer(let question, let answer):
      return .answer(questionID: question, answer: redactor.text(answer))
    case .cancel(let reason, let force):
      return .cancel(reason: redactor.text(reason), force: force)
    case .retry(var retried):
      retried.guidance = redactor.text(retried.guidance)
      return .retry(retried)
    case .escalate(var escalated):
      escalated.summary = redactor.text(escalated.summary)
      escalated.whyEscalating = redactor.text(escalated.whyEscalating)
      escalated.recommendedAction = redactor.text(escalated.recommendedAction)
      return .escalate(escalated)
    case .annotate(var annotated):
      annotated.note = redactor.text(annotated.note)
      annotated.data = annotated.data.map { redactor.json($0) }
      return .annotate(annotated)
    case .acknowledge(let note): return .acknowledge(note: redactor.text(note))
    }
  }
}

extension SessionReport {
  /// The report after a redactor went over its error.
  func redacted(by redactor: Redactor) -> SessionReport {
    if case .degraded(let error) = self { .degraded(error: redactor.text(error)) } else { self }
  }
}

extension DispatchRequest {
  /// The request in its stored form.
  func redacted(by redactor: Redactor) -> DispatchRequest {
    var request = self
    request.objective = redactor.text(objective)
    request.missionType = redactor.text(missionType)
    request.replyMode = redactor.text(replyMode)
    // Paths stay: by them a retry finds its folder again.
    request.constraints = redactor.json(constraints, besides: NamedPaths.members)
    request.metadata = redactor.json(metadata)
    request.successCriteria = redactor.texts(successCriteria)
    return request
  }
}

extension MissionOutcome {
  fileprivate func redacted(by redactor: Redactor) -> MissionOutcome {
    var outcome = self
    outcome.message = redactor.text(message)
    outcome.nextAction = redactor.text(nextAction)
    return outcome
  }
}

extension FailureReport {
  fileprivate func redacted(by redactor: Redactor) -> FailureReport {
    var report = self
    report.error = redactor.text(error)
    report.outcome = outcome.redacted(by: redactor)
    return report
  }
}
