import CanonicalJSON
import MissionModel
import Platform

extension MissionView {
  /// Reads a mission's full object, as a server judged it.
  ///
  /// It holds all that a page shows. What only the server's own decisions need (tokens, positions of events) is not told
  /// by a full object and is left empty.
  init(served mission: JSONObject) throws(MissionError) {
    let request = try DispatchRequest(served: mission)
    let state = try MissionState(served: mission, request)
    self.init(
      state: state, request: request, lane: try mission.text("lane"),
      told: try mission.optionalWord("stale_reason"),
      isCancelOverdue: mission.flag("cancel_overdue"),
      waitingFor: try mission.optionalWord("waiting_for"),
      ahead: try mission.optionalInteger("ahead").map { Int($0) })
  }
}

extension DispatchRequest {
  fileprivate init(served mission: JSONObject) throws(MissionError) {
    self.init(
      vpID: VPID(stored: try mission.text("vp_id")), objective: try mission.text("objective"))
    missionType = try mission.text("mission_type")
    constraints = mission["constraints"] ?? .emptyObject
    idempotencyKey = try mission.optionalText("idempotency_key")
    // An import may have brought what is no priority: it is kept below.
    if let number = try? mission.integer("priority") { priority = Int(number) }
    priorityTier = try mission.word("priority_tier")
    replyMode = try mission.text("reply_mode")
    executionMode = try mission.word("execution_mode")
    sourceSessionID = try mission.optionalText("source_session_id")
    sourceTurnID = try mission.optionalText("source_turn_id")
    runID = try mission.optionalText("run_id")
    taskID = try mission.optionalText("task_id")
    traceID = try mission.optionalText("trace_id")
    metadata = mission["metadata"] ?? .emptyObject
    notBefore = try mission.optionalInstant("not_before")
    deadline = try mission.optionalInstant("deadline")
    maxAttempts = try mission.count("max_attempts")
    successCriteria = try mission.texts("success_criteria")
    requiredOutputs = try mission.texts("required_outputs")
    kept = KeptValues(priority: mission["priority"] ?? .null, budget: mission["budget"] ?? .null)
  }
}

extension MissionState {
  fileprivate init(served mission: JSONObject, _ request: DispatchRequest) throws(MissionError) {
    let position = try mission.integer("position")
    let facts = MissionFacts(
      dispatchPosition: position, missionID: MissionID(stored: try mission.text("mission_id")),
      vpID: request.vpID, missionType: request.missionType,
      objectiveHead: MissionFacts.head(of: request.objective), priority: request.priority,
      priorityTier: request.priorityTier, executionMode: request.executionMode,
      replyMode: request.replyMode, idempotencyKey: request.idempotencyKey,
      sourceSessionID: request.sourceSessionID, sourceTurnID: request.sourceTurnID,
      traceID: request.traceID,
      retryOf: try mission.optionalText("retry_of").map { MissionID(stored: $0) },
      chainID: MissionID(stored: try mission.text("chain_id")),
      chainLength: try mission.count("chain_length"), notBefore: request.notBefore,
      deadline: request.deadline, maxAttempts: request.maxAttempts, resolvedTargetPath: nil,
      dispatchedAt: try mission.optionalInstant("dispatched_at"), isImported: false)
    self.init(
      facts: facts, status: try mission.word("status"), basis: try mission.word("status_basis"),
      updatedAt: try mission.optionalInstant("updated_at"), version: try mission.integer("version"),
      position: position)
    try readAttempt(mission)
    try readResult(mission)
  }

  private mutating func readAttempt(_ mission: JSONObject) throws(MissionError) {
    attempt = try mission.count("attempt")
    workerID = try mission.optionalText("worker_id").map { WorkerID(stored: $0) }
    workerHost = try mission.optionalText("worker_host")
    if let expiry = try mission.optionalInstant("lease_expires_at"), let workerID {
      lease = Lease(
        token: FencingToken(worker: workerID, attempt: attempt), expiresAt: expiry,
        length: Millionths(micros: 0), bootID: nil, mono: nil, position: position)
    }
    lastHeartbeatAt = try mission.optionalInstant("last_heartbeat_at")
    if let told = try mission.optionalObject("last_progress") {
      progress = MissionProgress(
        at: try told.instant("at"), summary: try told.optionalText("summary"),
        percent: try told.optionalMillionths("percent"))
    }
    if mission.flag("cancel_requested") {
      cancel = CancelRequest(
        reason: try mission.optionalText("cancel_reason"),
        by: try mission.text("cancel_requested_by"),
        at: try mission.instant("cancel_requested_at"), position: position)
    }
    if let told = try mission.optionalObject("blocked") {
      question = MissionQuestion(
        questionID: try told.text("question_id"), question: try told.text("question"),
        options: try told.texts("options"), at: try told.instant("at"))
    }
    if let told = try mission.optionalObject("last_answer") {
      lastAnswer = MissionAnswer(
        questionID: try told.text("question_id"), answer: try told.text("answer"),
        by: try told.text("by"), at: try told.instant("at"))
    }
    claimedAt = try mission.optionalInstant("claimed_at")
    startedAt = try mission.optionalInstant("started_at")
    completedAt = try mission.optionalInstant("completed_at")
  }

  private mutating func readResult(_ mission: JSONObject) throws(MissionError) {
    outcome = MissionOutcome(
      resultRef: try mission.optionalText("result_ref"),
      message: try mission.optionalText("result_summary"),
      nextAction: try mission.optionalText("next_action"),
      deliverables: try mission.texts("deliverables"),
      receiptPath: try mission.optionalText("mission_receipt_relpath"),
      markerPath: try mission.optionalText("sync_ready_marker_relpath"))
    failureMode = try mission.optionalText("failure_mode").map(FailureMode.init)
    failureDetail = try mission.optionalText("failure_detail")
    let used = try mission.object("usage")
    usage = Usage(
      runtimeSeconds: try used.optionalMillionths("runtime_seconds"),
      llmCalls: try used.optionalInteger("llm_calls"),
      costUSD: try used.optionalMillionths("cost_usd"))
    lateReports = try mission.count("late_reports")
    escalated = mission.flag("escalated")
    acknowledged = mission.flag("acknowledged")
    if let retry = try mission.optionalText("retried_by") {
      retried = MissionRetried(
        newMissionID: MissionID(stored: retry), vpID: facts.vpID, guidance: nil,
        freshWorkspace: false)
    }
  }
}

extension JSONObject {
  fileprivate func optionalMillionths(_ name: String) throws(MissionError) -> Millionths? {
    try optionalNumber(name).flatMap { Millionths($0) }
  }
}
