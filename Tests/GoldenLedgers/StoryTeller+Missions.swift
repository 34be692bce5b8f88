import CanonicalJSON
import EventLog
import MissionModel
import MissionTesting
import Platform

/// The missions of the golden ledgers: every event of theirs, and every status.
extension StoryTeller {
  /// Tells the missions of the lane `vp`.
  func tellMissions() async throws {
    try await tellWholeLife()
    try await tellFailureAndRetry()
    try await tellCancels()
    try await tellVerdicts()
    try await tellImports()
    try await tellOpenOnes()
    try await tellOfLaterBuilds()
  }

  /// One that goes through everything a worker can report, and what is said of it afterwards.
  private func tellWholeLife() async throws {
    let mission = try await dispatch(1, to: .general, in: "vp") { request in
      request.constraints =
        (try? Self.json(#"{"rule":"keep \"quotes\", tabs\t and \u0001"}"#)) ?? .emptyObject
      request.budget = Budget(
        maxRuntimeMinutes: Millionths(micros: 90_000_000), maxLLMCalls: 100,
        maxCostUSD: Millionths(micros: 2_500_000))
      request.metadata =
        (try? Self.json(
          #"{"n":1234567890123456789012345678901234567890,"x":[1e21,-0.5,null,true]}"#))
        ?? .emptyObject
      request.sourceSessionID = "session-1"
      request.sourceTurnID = "turn-3"
      request.runID = "run-9"
      request.taskID = "task-4"
      request.traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
      request.priority = 10
      request.priorityTier = .high
      request.executionMode = .cli
      request.maxAttempts = 3
      request.successCriteria = ["it runs"]
      request.requiredOutputs = ["report.md"]
      request.missionType = "research"
    }
    let me = "worker:w-1"
    let attempt = try await begin(mission, by: "w-1")
    try await tell(
      .heartbeat(MissionHeartbeat(attempt: attempt, lease: lease())), of: mission, by: me)
    try await tell(
      .progress(
        MissionProgressed(
          attempt: attempt, lease: lease(), summary: "Half of it is read",
          percent: Millionths(micros: 42_500_000),
          usage: Usage(llmCalls: 4, costUSD: Millionths(micros: 310_000)),
          detail: try Self.json(#"{"files":["a.md","b.md"],"tool":"read"}"#))), of: mission, by: me,
      occurredAt: clock.now.advanced(bySeconds: -30), traceID: "4bf92f3577b34da6a3ce929d0e0e4736")
    for (path, role) in [("report.md", ArtifactRole.deliverable), ("data/table.csv", .supporting)] {
      try await tell(
        .artifact(
          MissionArtifact(
            attempt: attempt, lease: lease(), path: path, bytes: 4_096,
            sha256: String(repeating: "ab", count: 32), role: role)), of: mission, by: me)
    }
    try await tell(
      .blocked(
        MissionBlocked(
          attempt: attempt, lease: lease(), questionID: "q1", question: "Which of the two?",
          options: ["this", "that"])), of: mission, by: me)
    try await tell(
      .unblocked(MissionUnblocked(attempt: attempt, questionID: "q1", answer: "that")),
      of: mission, by: "operator:ann@desk")
    try await tell(
      .fallback(
        MissionFallback(
          attempt: attempt, lease: lease(), from: "sdk", to: "cli", reason: "the quota is used up")),
      of: mission, by: me)
    try await tell(
      .completed(MissionCompleted(attempt: attempt, outcome: Self.outcome(mission.id))),
      of: mission, by: me)
    try await tell(
      .acknowledged(MissionAcknowledged()), of: mission, by: "operator:ann@desk")
    try await tell(
      .annotated(MissionAnnotated(note: "used in the review", data: try Self.json(#"{"seen":1}"#))),
      of: mission, by: "operator:ann@desk")
    try await tell(
      .workspacePruned(MissionWorkspacePruned(bytesFreed: 12_345)), of: mission,
      by: "operator:ann@desk")
  }

  private func tellFailureAndRetry() async throws {
    let failed = try await dispatch(2, to: .general, in: "vp") { $0.sourceSessionID = "session-1" }
    let attempt = try await begin(failed, by: "w-2")
    try await tell(
      .failed(
        MissionFailed(
          attempt: attempt, by: .worker, failureMode: .subprocessCrash, error: "exit 139",
          outcome: MissionOutcome(usage: Usage(llmCalls: 1)))), of: failed, by: "worker:w-2")
    try await tell(
      .lateReport(
        MissionLateReport(
          attempt: attempt, reported: ReportedFinish(kind: .completed), refusal: .missionTerminal)),
      of: failed, by: "worker:w-2")
    try await tell(
      .escalated(
        MissionEscalated(
          summary: "It crashes each time", whyEscalating: "a second crash",
          recommendedAction: "look at the core")), of: failed, by: "orchestrator:session-1")
    let retryID = MissionID.keyed(vp: .general, key: "golden-3")
    let retried = try await tell(
      .retried(
        MissionRetried(
          newMissionID: retryID, vpID: .general, guidance: "less at once", freshWorkspace: false)),
      of: failed, by: "orchestrator:session-1")
    let retry = try await dispatch(3, to: .general, in: "vp", retryOf: failed) {
      $0.sourceSessionID = "session-2"
    }
    try await tell(
      .annotated(MissionAnnotated(note: "tried again")), of: retry, by: "operator:ann@desk",
      causedBy: retried)
    let second = try await begin(retry, by: "w-1")
    try await tell(
      .completed(MissionCompleted(attempt: second, outcome: MissionOutcome())), of: retry,
      by: "worker:w-1")
  }

  private func tellCancels() async throws {
    let queued = try await dispatch(4, to: .general, in: "vp")
    let request = try await tell(
      .cancelRequested(MissionCancelRequested(reason: "not needed")), of: queued,
      by: "orchestrator:session-1")
    try await tell(
      .cancelled(MissionCancelled(attempt: nil, by: .orchestrator, reason: "not needed")),
      of: queued, by: "orchestrator:session-1", causedBy: request)
    let running = try await dispatch(5, to: .general, in: "vp")
    let attempt = try await begin(running, by: "w-2")
    try await tell(
      .cancelRequested(MissionCancelRequested(reason: "too slow")), of: running,
      by: "orchestrator:session-1")
    try await tell(
      .cancelled(
        MissionCancelled(
          attempt: attempt, by: .worker, reason: "too slow",
          reported: ReportedFinish(kind: .completed, outcome: MissionOutcome(message: "nearly")))),
      of: running, by: "worker:w-2")
  }

  /// Verdicts of the reconciler: a failure taken back, a requeue, a cancel, a failure that stands.
  private func tellVerdicts() async throws {
    let reversed = try await dispatch(6, to: .general, in: "vp") {
      $0.sourceSessionID = "session-1"
    }
    let attempt = try await begin(reversed, by: "w-3")
    let verdict = try await judge(reversed, attempt, .failed)
    try await tell(
      .failed(
        MissionFailed(
          attempt: attempt, by: .reconciler, failureMode: .stale(.claimExpired), error: nil)),
      of: reversed, by: "reconciler", causedBy: verdict)
    let back = try await tell(
      .reconciliationReversed(
        MissionReconciliationReversed(
          attempt: attempt, reverses: verdict.description, previousStatus: .failed)),
      of: reversed, by: "worker:w-3")
    try await tell(
      .completed(MissionCompleted(attempt: attempt, outcome: Self.outcome(reversed.id))),
      of: reversed, by: "worker:w-3", causedBy: back)

    let requeued = try await dispatch(7, to: .general, in: "vp") { $0.maxAttempts = 2 }
    let first = try await begin(requeued, by: "w-3")
    let second = try await judge(requeued, first, .requeued)
    try await tell(
      .requeued(
        MissionRequeued(attempt: first, by: .reconciler, reason: "stale_running_reconciled")),
      of: requeued, by: "reconciler", causedBy: second)

    let cancelled = try await dispatch(8, to: .general, in: "vp")
    let third = try await begin(cancelled, by: "w-3")
    let cause = try await judge(cancelled, third, .cancelled)
    try await tell(
      .cancelled(MissionCancelled(attempt: third, by: .reconciler, reason: "cancel_overdue")),
      of: cancelled, by: "reconciler", causedBy: cause)

    let failed = try await dispatch(9, to: .general, in: "vp")
    let fourth = try await begin(failed, by: "w-3")
    let last = try await judge(failed, fourth, .failed)
    try await tell(
      .failed(
        MissionFailed(
          attempt: fourth, by: .reconciler, failureMode: .stale(.workerDead), error: nil)),
      of: failed, by: "reconciler", causedBy: last)
  }

  private func judge(
    _ mission: Mission, _ attempt: AttemptRef, _ outcome: MissionReconciled.Outcome
  ) async throws -> EventID {
    try await tell(
      .reconciled(
        MissionReconciled(
          attempt: attempt, outcome: outcome, staleReason: .claimExpired, storageLane: "vp",
          reconciledBy: "reconciler:serve", previousStatus: .running,
          evidence: try Self.json(#"{"observed":"the process is gone","pid":4242}"#))),
      of: mission, by: "reconciler")
  }

  /// Missions of another system's ledger, one that had ended and one that nobody will ever report
  /// on.
  private func tellImports() async throws {
    for (number, status) in [(10, MissionStatus.completed), (11, .running)] {
      var request = DispatchRequest(vpID: .general, objective: "Imported work \(number)")
      request.idempotencyKey = "legacy-\(number)"
      let id = MissionID.keyed(vp: .general, key: "golden-\(number)")
      var row = MissionImported(
        origin: MissionDispatched(missionID: id, request: request), status: status,
        legacy: try Self.json(#"{"status":"Running ","vp_id":"vp.general.primary"}"#))
      row.dispatchedAt = Instant(iso8601: "2025-06-01T10:00:00Z")
      row.startedAt = Instant(iso8601: "2025-06-01T10:05:00Z")
      row.updatedAt = Instant(iso8601: "2025-06-01T11:00:00.5Z")
      if status == .completed { row.completedAt = row.updatedAt }
      row.outcome = status == .completed ? MissionOutcome(message: "as before") : nil
      row.cancelRequested = status == .running
      row.cancelReason = "asked for long ago"
      let mission = Mission(ledger: "vp", id: id, vp: .general)
      try await tell(
        .imported(row), of: mission, by: "import:old.db", occurredAt: row.dispatchedAt)
      try await tell(
        .annotated(
          MissionAnnotated(note: "started", data: try Self.json(#"{"event_type":"started"}"#))),
        of: mission, by: "import:old.db", occurredAt: row.startedAt)
    }
  }

  /// What is not over: queued in three ways, running, blocked, being cancelled, in its second
  /// attempt.
  private func tellOpenOnes() async throws {
    let later = Instant(iso8601: "2027-01-01T00:00:00Z")
    _ = try await dispatch(12, to: .general, in: "vp") { $0.priorityTier = .critical }
    _ = try await dispatch(13, to: .general, in: "vp") { $0.notBefore = later }
    _ = try await dispatch(14, to: .general, in: "vp") {
      $0.deadline = later
      $0.priorityTier = .background
    }
    let running = try await dispatch(15, to: .general, in: "vp") {
      $0.sourceSessionID = "session-2"
    }
    _ = try await begin(running, by: "w-1")
    let blocked = try await dispatch(16, to: .general, in: "vp") {
      $0.sourceSessionID = "session-2"
    }
    let asking = try await begin(blocked, by: "w-2")
    try await tell(
      .blocked(
        MissionBlocked(
          attempt: asking, lease: lease(), questionID: "q1", question: "May it go on?")),
      of: blocked, by: "worker:w-2")
    let stopping = try await dispatch(17, to: .general, in: "vp")
    _ = try await begin(stopping, by: "w-3")
    try await tell(
      .cancelRequested(MissionCancelRequested(reason: "enough")), of: stopping,
      by: "operator:ann@desk")
    let again = try await dispatch(18, to: .general, in: "vp") { $0.maxAttempts = 2 }
    let first = try await begin(again, by: "w-2")
    try await tell(
      .requeued(MissionRequeued(attempt: first, by: .worker, reason: "worker_shutdown")),
      of: again, by: "worker:w-2")
    _ = try await begin(again, by: "w-1", attempt: 2)
  }

  /// Events that this build keeps and can't read: a type and a schema of a later one.
  private func tellOfLaterBuilds() async throws {
    let mission = try await dispatch(19, to: .general, in: "vp")
    // Nothing in the dictionary is like these: plain LZ4 does best with the one, and nothing helps
    // the other.
    for text in [String(repeating: "qz", count: 400), "7kQ2xW9~vB4#nZ6"] {
      try await append(
        NewEvent(
          type: "vp.mission.frozen", schema: 1, payload: try Self.json(#"{"~q":"\#(text)"}"#),
          actor: "later"), to: mission.id.stream, in: "vp")
    }
    try await append(
      NewEvent(
        type: "vp.mission.progress", schema: 9, payload: try Self.json(#"{"stage":{"of":3}}"#),
        actor: "later"), to: mission.id.stream, in: "vp")
  }
}
