package import MissionModel

extension Fleet {
  /// Asks a mission to stop; a queued one, or a forced one, ends at once.
  package func cancel(
    _ id: MissionID, reason: String = MissionCancelRequested.unstated, force: Bool = false,
    _ call: CallContext
  ) async throws -> CancelResult {
    let answer = try await perform(.cancel(reason: reason, force: force), on: id, call)
    var warnings: [Warning] = []
    if force, answer.isChange, answer.wasInHand {
      let state = answer.mission.state
      let known = state.workerID ?? state.lastToken?.worker
      let worker = known.map { "worker \($0)" } ?? "its worker"
      warnings.append(
        Warning(
          .processMayRun,
          "\(worker) was shut out at once; its process may still run and change files"))
    }
    return CancelResult(
      mission: answer.mission, already: !answer.isChange, warnings: warnings)
  }

  /// Answers the question that blocks a mission; the same answer again succeeds.
  ///
  /// - Throws: `version_conflict` for a question that isn't the open one.
  package func answer(
    _ id: MissionID, questionID: String? = nil, _ answer: String, _ call: CallContext
  ) async throws -> MissionView {
    try await perform(.answer(questionID: questionID, answer: answer), on: id, call).mission
  }

  /// Records that a person must look.
  package func escalate(
    _ id: MissionID, _ escalation: MissionEscalated, _ call: CallContext
  ) async throws -> MissionView {
    await markingInterruptedRetry(try await perform(.escalate(escalation), on: id, call).mission)
  }

  /// Adds a remark.
  package func annotate(
    _ id: MissionID, _ remark: MissionAnnotated, _ call: CallContext
  ) async throws -> MissionView {
    await markingInterruptedRetry(try await perform(.annotate(remark), on: id, call).mission)
  }

  /// Records that a person has looked: the mission needs no attention until its next event other
  /// than a heartbeat.
  package func acknowledge(_ id: MissionID, note: String? = nil, _ call: CallContext) async throws
    -> MissionView
  {
    await markingInterruptedRetry(try await perform(.acknowledge(note: note), on: id, call).mission)
  }
}
