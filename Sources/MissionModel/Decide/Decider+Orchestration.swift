import Platform

extension Decider {
  func answer(questionID: String?, answer: String) throws(MissionError) -> Decision {
    guard !answer.isEmpty else { throw .noAnswer }
    let named = if let questionID { questionID } else { try state.questionMeant(byAnswer: answer) }
    if let open = state.question, let attempt = currentAttempt, named == open.questionID {
      return .append([
        .unblocked(
          MissionUnblocked(attempt: attempt, questionID: open.questionID, answer: answer))
      ])
    }
    if state.hasAnswered(named, answer) { return .unchanged }
    guard !state.status.isTerminal else { throw .terminal(state) }
    guard state.question == nil || !state.isHeldByImport else {
      throw .invalid(
        state, "an answer",
        "it was imported, and its worker waits at its origin: answer it there")
    }
    if state.question != nil || state.hasAsked(named) {
      let open = state.question.map { "\($0.questionID) is open" } ?? "no question is open"
      throw MissionError(
        .versionConflict, "\(named) is not the question that \(name) waits on: \(open)")
    }
    throw .noQuestion(state)
  }

  func cancel(reason: String, force: Bool) throws(MissionError) -> Decision {
    let requested = MissionEvent.cancelRequested(MissionCancelRequested(reason: reason))
    // No other event says why somebody forces a cancel that was requested before.
    let forced = force ? MissionCancelRequested.words(reason) : nil
    let ended = MissionEvent.cancelled(
      MissionCancelled(
        attempt: currentAttempt, by: .orchestrator,
        reason: forced ?? state.cancel?.reason ?? reason))
    switch state.status {
    case .cancelled: return .unchanged
    case .completed, .failed: throw .terminal(state)
    case .queued: return .append(state.isCancelRequested ? [ended] : [requested, ended])
    case .running, .blocked:
      if state.isCancelRequested { return force ? .append([ended]) : .unchanged }
      return .append(force ? [requested, ended] : [requested])
    }
  }

  func retry(_ wanted: MissionRetried) throws(MissionError) -> Decision {
    guard state.status == .failed || state.status == .cancelled else {
      throw .invalid(
        state, "a retry",
        state.status.isTerminal ? "dispatch a new mission" : "wait for its end, or cancel it")
    }
    if let made = state.retried {
      guard !made.asksTheSame(as: wanted) else { return .unchanged }
      throw .retriedOtherwise(state.facts.missionID, made)
    }
    guard !context.policy.isFull(chain: state.facts.chainLength) else {
      throw MissionError(
        .retryBudgetExhausted,
        "\(name) is number \(state.facts.chainLength) of its chain, which holds "
          + "\(context.policy.retryChainMax) at most "
          + "(retry_chain_max): find out why it fails, then dispatch a new mission")
    }
    return .append([.retried(wanted)])
  }

  func recordPruning(bytesFreed: Int64) throws(MissionError) -> Decision {
    guard state.status.isTerminal else {
      throw .invalid(state, "emptying its workspace", "wait for its end")
    }
    return .append([.workspacePruned(MissionWorkspacePruned(bytesFreed: bytesFreed))])
  }
}

extension MissionState {
  /// The question that an answer without a question's id is for: the open one, or the last one if
  /// it was answered in just these words.
  ///
  /// - Throws: The refusal of such an answer.
  package func questionMeant(byAnswer answer: String) throws(MissionError) -> String {
    guard !answer.isEmpty else { throw .noAnswer }
    if let question { return question.questionID }
    if let last = lastAnswer, hasAnswered(last.questionID, answer) { return last.questionID }
    guard !status.isTerminal else { throw .terminal(self) }
    throw .noQuestion(self)
  }

  /// Whether this is the last answer that the mission got.
  fileprivate func hasAnswered(_ questionID: String, _ answer: String) -> Bool {
    lastAnswer.map { $0.questionID == questionID && ExactText($0.answer) == ExactText(answer) }
      ?? false
  }

  /// Whether a question with this id was ever asked: ids are q1, q2 and so on.
  fileprivate func hasAsked(_ questionID: String) -> Bool {
    guard questionID.hasPrefix("q"), let number = Int(questionID.dropFirst()) else { return false }
    return questionID == "q\(number)" && number >= 1 && number <= questions
  }
}

extension MissionError {
  /// The refusal of an empty answer.
  fileprivate static var noAnswer: MissionError {
    .validation("an answer is required", field: "answer")
  }

  /// The refusal of an answer to a mission that waits for none.
  fileprivate static func noQuestion(_ state: MissionState) -> MissionError {
    .invalid(state, "an answer", "no question is open")
  }
}
