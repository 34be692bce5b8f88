import MissionModel

/// The members of the mission object, whole and in short.
enum MissionFields {
  private static let statuses = Schema.word(MissionStatus.allCases.map(\.rawValue))
  static let status = Field("status", statuses, "The status that its events recorded.")
  static let effectiveStatus = Field(
    "effective_status", .word(EffectiveStatus.allCases.map(\.rawValue)),
    "Its status as judged now: stale when its worker is silent, cancelling while it is to stop.")
  static let staleReason = Field(
    "stale_reason", .nullable(.word(StaleReason.allCases.map(\.rawValue))), "Why it is stale.")
  static let basis = Field(
    "status_basis", .word(StatusBasis.allCases.map(\.rawValue)),
    "Who said so: its worker, an orchestrator or person, or the reconciler by silence.")
  static let missionID = Field("mission_id", .text)
  static let vpID = Field("vp_id", .text)
  static let failureMode = Field("failure_mode", .nullable(.text), "What kind of failure it was.")

  private static let terminal = Field("terminal", .boolean, "Whether it has ended.")
  private static let waitingFor = Field(
    "waiting_for", .nullable(.word(WaitingReason.allCases.map(\.rawValue))),
    "Why a queued mission isn't claimed yet.")
  private static let blocked = Field(
    "blocked", .nullable(.shape(.missionQuestion)), "The open question; answer it.")
  private static let lastAnswer = Field("last_answer", .nullable(.shape(.missionAnswer)))
  private static let cancelRequested = Field("cancel_requested", .boolean)
  private static let lastProgress = Field("last_progress", .nullable(.shape(.missionProgress)))
  static let resultSummary = Field(
    "result_summary", .nullable(.text), "The result, in its worker's words.")
  static let resultRef = Field(
    "result_ref", .nullable(.text), "workspace:// and the folder on worker_host.")
  static let deliverables = Field(
    "deliverables", .list(.text), "Files that were asked for, relative to the workspace.")
  static let nextAction = Field(
    "next_action", .nullable(.text), "What its worker would do next.")
  private static let attempt = Field("attempt", .count, "0 before the first claim.")
  static let workerID = Field("worker_id", .nullable(.text))
  private static let retryOf = Field("retry_of", .nullable(.text), "The mission that it retries.")
  private static let retriedBy = Field(
    "retried_by", .nullable(.text), "The mission that retries it.")
  private static let duration = Field("duration_seconds", .nullable(.number))
  private static let version = Field("version", .count, "Of its last event, in its stream.")
  private static let position = Field("position", .count, "Of its last event, in its ledger.")

  private static func time(_ name: String) -> Field { Field(name, .nullable(.time)) }
  private static func text(_ name: String) -> Field { Field(name, .nullable(.text)) }

  static let summary: [Field] = [
    missionID, vpID, status, effectiveStatus, staleReason, basis, terminal, waitingFor, blocked,
    lastAnswer, failureMode, cancelRequested,
    Field("objective", .text, "Its first 200 characters."), lastProgress, resultSummary, resultRef,
    deliverables, nextAction, attempt, workerID, retryOf, retriedBy, time("dispatched_at"),
    time("updated_at"), time("completed_at"), duration, version, position,
  ]

  static let full: [Field] = identity + request + work + result + times

  private static let identity = [
    missionID, vpID, Field("lane", .text, "The ledger that holds it."),
    Field("mission_type", .text),
    Field("objective", .text), status, basis, effectiveStatus, Field("stale", .boolean),
    staleReason,
    terminal, waitingFor,
    Field("ahead", .nullable(.count), "How many missions are before it in the queue."),
  ]

  private static let request = [
    Field("priority", .any, "A whole number; an imported mission keeps its row's value."),
    Field("priority_tier", .word(PriorityTier.allCases.map(\.rawValue))),
    Field("reply_mode", .text),
    Field("execution_mode", .word(ExecutionMode.allCases.map(\.rawValue))),
    Field("constraints", .nullable(.anyObject)),
    Field(
      "budget", .any, "An object of limits, or null; an imported mission keeps its row's value."),
    Field("metadata", .nullable(.anyObject)),
    Field("success_criteria", .nullable(.list(.text))),
    Field("required_outputs", .nullable(.list(.text))), text("idempotency_key"),
    text("source_session_id"), text("source_turn_id"), text("run_id"), text("task_id"),
    text("trace_id"), retryOf, retriedBy,
    Field("chain_id", .text, "The first mission of its chain of retries."),
    Field("chain_length", .integer(from: 1)), time("not_before"), time("deadline"),
  ]

  private static let work = [
    attempt, Field("max_attempts", .integer(from: 1)), workerID, text("worker_host"),
    time("lease_expires_at"), time("last_heartbeat_at"), lastProgress, cancelRequested,
    Field("cancel_overdue", .boolean, "Its worker should have stopped by now."),
    text("cancel_reason"), text("cancel_requested_by"), time("cancel_requested_at"), blocked,
    lastAnswer,
  ]

  private static let result = [
    resultRef, resultSummary, nextAction, deliverables, text("mission_receipt_relpath"),
    text("sync_ready_marker_relpath"), failureMode,
    Field("failure_detail", .nullable(.text), "The end of its output, or its worker's error."),
    Field(
      "usage",
      .object([
        Field("runtime_seconds", .nullable(.number)), Field("llm_calls", .nullable(.count)),
        Field("cost_usd", .nullable(.number)),
      ]), "What all its attempts used together."),
    Field("late_reports", .count, "How many reports came too late to change anything."),
    Field("escalated", .boolean), Field("acknowledged", .boolean),
  ]

  private static let times = [
    time("dispatched_at"), time("claimed_at"), time("started_at"), time("completed_at"),
    time("updated_at"), Field("queue_seconds", .nullable(.number)), duration, version, position,
  ]

  static let progress = [
    Field("at", .time), text("summary"), Field("percent", .nullable(.number), "0 to 100."),
  ]

  static let question = [
    Field("question_id", .text), Field("question", .text),
    Field("options", .list(.text), "Answers to choose from."), Field("at", .time),
  ]

  static let answer = [
    Field("question_id", .text), Field("answer", .text),
    Field("by", .text, "Who answered."), Field("at", .time),
  ]
}
