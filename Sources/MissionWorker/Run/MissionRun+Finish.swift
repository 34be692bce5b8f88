import MissionControl
import MissionModel
import Platform

extension MissionRun {
  /// Collects the command's files, judges the run, and reports the end.
  func conclude(_ work: RunWork) async -> RunResult {
    var work = work
    let found = await collect(&work)
    let verdict = RunEvidence(
      termination: work.termination, stop: work.clock.stop, breach: work.breach,
      wroteOutput: work.output?.hasOutput ?? false, hasArtifacts: found.files.hasAny,
      missingOutputs: found.missing, startFailure: work.startFailure?.message,
      isUnable: work.isUnable,
      hasAttemptsLeft: claimed.state.attempt < claimed.state.facts.maxAttempts
    ).verdict
    do throws(MissionError) {
      let ended = try await report(verdict, of: work, found.files.artifacts)
      options.notice(.ended(missionID, ended))
      return RunResult(verdict: ended, unrecorded: nil)
    } catch {
      options.notice(.unrecorded(missionID, verdict, error))
      return RunResult(verdict: verdict, unrecorded: error)
    }
  }

  /// Collects the command's files, and watches meanwhile for reasons to hurry.
  private func collect(_ work: inout RunWork) async -> (files: FilesLeft, missing: [String]) {
    guard let collector = work.collector else { return (FilesLeft(), []) }
    let required = claimed.request?.requiredOutputs ?? []
    let declared = work.declared
    let hashing = HashingTime(deadline: claimed.state.facts.deadline, time)
    if work.isToEnd { hashing.end() }
    let collecting = Task { [pool, send] in
      defer { send.finish() }
      return await pool.run {
        (
          collector.collect(declared: declared) { hashing.isLeft },
          collector.missing(of: required)
        )
      }
    }
    for await signal in signals {
      if signal.callsForAnEnd { hashing.end() }
      if case .observed(let view) = signal { take(view, into: &work) }
    }
    return await collecting.value
  }

  /// Reports the end, and returns the recorded one: a cancel in the meantime makes any end a
  /// cancel.
  ///
  /// - Throws: the reason why it is not recorded, unless the mission is another's by now.
  private func report(
    _ verdict: RunVerdict, of work: RunWork, _ artifacts: [Artifact]
  ) async throws(MissionError) -> RunVerdict {
    // Another attempt may be working in this folder, or nobody may: no trace is left in it.
    let isOurs = work.clock.stop != .leaseLost && work.breach == nil
    if isOurs, verdict.status != .queued { await recordUndeclared(artifacts, of: work) }
    let failure = failure(verdict, of: work)
    var outcome = await outcome(verdict, of: work, artifacts)
    let state = await latest(work.view).state
    let isStillOurs = isOurs && state.lastToken == reporter.token
    let now = time.now.fleet
    var receipt = Receipt(
      state: state, lane: claimed.lane, objective: objective, workspace: workspace,
      worker: options.worker, status: state.isCancelRequested ? .cancelled : verdict.status,
      outcome: outcome, failure: failure, artifacts: artifacts,
      // The fleet's answers took time, so this clock may lag: no event may come after the end.
      completedAt: state.updatedAt.map { max($0, now) } ?? now)
    if isStillOurs, verdict.status != .queued {
      let written = await write(receipt) {
        await latest(work.view).state.lastToken == reporter.token
      }
      outcome.receiptPath = written.receiptPath
      outcome.markerPath = written.markerPath
      outcome.note(written.loss)
    }
    let end = try await reportEnd(verdict, outcome, failure)
    guard let end, end.status == .cancelled, verdict.status != .cancelled else { return verdict }
    if outcome.receiptPath != nil, receipt.status != .cancelled {
      let status = receipt.status
      receipt.status = .cancelled
      await rewrite(receipt, insteadOf: status)
    }
    return .cancelled(reason: end.cancel?.reason)
  }

  /// Reports the end, and returns the mission after it; nil where nothing of this attempt is
  /// accepted.
  ///
  /// If the report is refused for its content, it is repeated without the texts for people: the
  /// work has ended, whatever can't be said about it.
  ///
  /// - Throws: the reason why no report is accepted at all.
  private func reportEnd(
    _ verdict: RunVerdict, _ outcome: MissionOutcome, _ failure: FailureReport?
  ) async throws(MissionError) -> MissionState? {
    do {
      return try await reporter.report(terminalReport(verdict, outcome, failure)).state
    } catch {
      if error.isOfAnyReport, !error.endsAttempt { throw error }
      reporter.notice(.refused(missionID, error))
      if error.endsAttempt { return nil }
      let words = "what the worker said of it was refused: \(error.message)"
      let bare = MissionOutcome(
        resultRef: outcome.resultRef, message: words, receiptPath: outcome.receiptPath,
        markerPath: outcome.markerPath)
      let report = terminalReport(verdict, bare, FailureReport(error: words))
      return try await reporter.report(report).state
    }
  }

  /// The mission as the fleet has it now, or as last seen if the fleet can't be asked.
  private func latest(_ seen: MissionView) async -> MissionView {
    let now = try? await reporter.port.nextChange(of: missionID, after: 0, timeoutSeconds: 0)
    guard let now, now.state.version > seen.state.version else { return seen }
    return now
  }

  /// Records the deliverables that the command made without declaring them; one that is refused for
  /// its name keeps no other from being recorded.
  private func recordUndeclared(_ artifacts: [Artifact], of work: RunWork) async {
    for artifact in artifacts.named where work.declared[ExactText(artifact.path)] == nil {
      do throws(MissionError) {
        _ = try await record(artifact)
      } catch {
        guard error.code == .validationError else { return }
      }
    }
  }

  private func outcome(
    _ verdict: RunVerdict, of work: RunWork, _ artifacts: [Artifact]
  ) async -> MissionOutcome {
    var message = work.message ?? work.summary.text ?? work.output?.lastLine
    if case .failed(_, let error) = verdict { message = error }
    var outcome = MissionOutcome(
      resultRef: await resultRef(of: work),
      message: message?.cut(bytes: MissionOutcome.mostMessageBytes),
      nextAction: work.nextAction?.cut(bytes: MissionOutcome.mostNextActionBytes),
      deliverables: artifacts.named.map(\.path),
      usage: work.clock.usage(at: time.now.monotonic))
    outcome.note(
      work.output?.loss.map { tell(loss: "\(WorkspaceFiles.output) is not whole: \($0)") })
    return outcome
  }

  /// The reference to the work; nil where it may not be done there, or the folder could never be
  /// made.
  private func resultRef(of work: RunWork) async -> String? {
    guard work.breach == nil else { return nil }
    // Even without a list of its files it may hold an earlier attempt's.
    let isThere =
      if work.collector != nil { true } else {
        await pool.run { [workspace] in (try? workspace.open()) != nil }
      }
    return isThere ? workspace.resultRef : nil
  }

  /// The report of a failure: its error, and the end of the output.
  private func failure(_ verdict: RunVerdict, of work: RunWork) -> FailureReport? {
    guard case .failed(let mode, let error) = verdict else { return nil }
    let tail = work.output?.tail ?? ""
    let text = tail.isEmpty ? error : error + "\n" + tail
    return FailureReport(
      error: text.cut(bytes: MissionOutcome.mostMessageBytes), failureMode: mode)
  }

  private func terminalReport(
    _ verdict: RunVerdict, _ outcome: MissionOutcome, _ failure: FailureReport?
  ) -> WorkerReport {
    switch verdict {
    case .completed: .completed(outcome)
    case .cancelled(let reason): .cancelled(reason: reason, outcome: outcome)
    case .requeued(let mode, let error):
      .requeued(
        reason: mode == .workerShutdown ? mode.rawValue : error,
        FailureReport(error: error, failureMode: mode, outcome: outcome))
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

extension MissionOutcome {
  /// Adds a fault of the worker's own files to the message.
  fileprivate mutating func note(_ loss: String?) {
    guard let loss else { return }
    let note = "missionlog: \(loss)"
    let words = message?.cut(bytes: Self.mostMessageBytes - note.utf8.count - 1)
    message = words.map { $0 + "\n" + note } ?? note
  }
}
