import MissionControl
import MissionModel
import Platform

/// How one mission ended at its worker.
struct RunResult: Sendable {
  let verdict: RunVerdict
  /// Why the command could not be started at all: then no other mission will fare better.
  let startFailure: String?
}

extension MissionRun {
  /// Collects what the command left, judges it, and reports the end.
  func conclude(_ work: RunWork) async -> RunResult {
    let found = await collect(work)
    var verdict = RunEvidence(
      termination: work.termination, stop: work.clock.stop, breach: work.breach,
      wroteOutput: work.output?.hasOutput ?? false, hasArtifacts: !found.artifacts.isEmpty,
      missingOutputs: found.missing,
      hasAttemptsLeft: claimed.state.attempt < claimed.state.facts.maxAttempts
    ).verdict
    // A reason to stop outranks that nothing was started: then the worker is in order.
    let startFailure = work.clock.stop == nil ? work.startFailure : nil
    if let startFailure {
      verdict = .failed(
        .subprocessCrash, error: "the command could not be started: \(startFailure)")
    }
    await report(verdict, of: work, found.artifacts)
    options.notice(.ended(missionID, verdict))
    return RunResult(verdict: verdict, startFailure: startFailure)
  }

  private func collect(_ work: RunWork) async -> (artifacts: [Artifact], missing: [String]) {
    guard let collector = work.collector else { return ([], []) }
    let required = claimed.request?.requiredOutputs ?? []
    let declared = work.declared
    return await pool.run {
      (collector.collect(declared: declared), collector.missing(of: required))
    }
  }

  private func report(
    _ verdict: RunVerdict, of work: RunWork, _ artifacts: [Artifact]
  ) async {
    // Another attempt may be at work in this folder, or nobody may: leave no trace in it.
    let isOurs = work.clock.stop != .leaseLost && work.breach == nil
    if isOurs, verdict != .requeued { await recordUndeclared(artifacts, of: work) }
    let failure = failure(verdict, of: work)
    var outcome = outcome(verdict, of: work, artifacts)
    let receipt = Receipt(
      state: work.view.state, lane: claimed.lane, objective: objective, workspace: workspace,
      worker: options.worker,
      // A finish after a cancel was asked for is a cancel.
      status: work.view.state.isCancelRequested ? .cancelled : verdict.status,
      outcome: outcome, failure: failure, artifacts: artifacts, completedAt: options.clocks.now())
    if isOurs, verdict != .requeued, await write(receipt) {
      outcome.receiptPath = workspace.receiptPath
      outcome.markerPath = workspace.markerPath
    }
    do {
      _ = try await reporter.report(terminalReport(verdict, outcome, failure))
    } catch {
      reporter.notice(.refused(missionID, error))
    }
  }

  /// Records the deliverables that the command made without a word; one that is refused for its name alone keeps no
  /// other from being recorded.
  private func recordUndeclared(_ artifacts: [Artifact], of work: RunWork) async {
    for artifact in artifacts.named where work.declared[artifact.path] == nil {
      do throws(MissionError) {
        _ = try await record(artifact)
      } catch {
        guard error.code == .validationError else { return }
      }
    }
  }

  private func write(_ receipt: Receipt) async -> Bool {
    do {
      try await pool.run { try receipt.write() }
      return true
    } catch {
      return false
    }
  }

  private func outcome(
    _ verdict: RunVerdict, of work: RunWork, _ artifacts: [Artifact]
  ) -> MissionOutcome {
    var message = work.message ?? work.view.state.progress?.summary ?? work.output?.lastLine
    if case .failed(_, let error) = verdict { message = error }
    return MissionOutcome(
      resultRef: work.breach == nil ? workspace.resultRef : nil, message: message,
      nextAction: work.nextAction,
      deliverables: artifacts.named.map(\.path),
      usage: work.clock.usage(at: options.clocks.monotonic()))
  }

  /// What is said of a failure: what went wrong, and the end of the output.
  private func failure(_ verdict: RunVerdict, of work: RunWork) -> FailureReport? {
    guard case .failed(let mode, let error) = verdict else { return nil }
    let tail = work.output?.tail ?? ""
    return FailureReport(error: tail.isEmpty ? error : error + "\n" + tail, failureMode: mode)
  }

  private func terminalReport(
    _ verdict: RunVerdict, _ outcome: MissionOutcome, _ failure: FailureReport?
  ) -> WorkerReport {
    switch verdict {
    case .completed: .completed(outcome)
    case .cancelled(let reason): .cancelled(reason: reason, outcome: outcome)
    case .requeued:
      .requeued(
        reason: FailureMode.workerShutdown.rawValue,
        FailureReport(
          error: "the worker ended", failureMode: .workerShutdown, outcome: outcome))
    case .failed(let mode, let error):
      .failed(
        FailureReport(error: failure?.error ?? error, failureMode: mode, outcome: outcome))
    }
  }
}

extension RunVerdict {
  /// The status that the verdict leads to.
  var status: MissionStatus {
    switch self {
    case .completed: .completed
    case .failed: .failed
    case .cancelled: .cancelled
    case .requeued: .queued
    }
  }
}
