package import CanonicalJSON

extension MissionView {
  /// Writes the full object: every key, in the contract's order.
  ///
  /// The view must have its request.
  package func writeFull(into writer: inout JSONWriter) {
    writer.object { object in
      writeIdentity(into: &object)
      writeRequest(into: &object)
      writeAttempt(into: &object)
      writeResult(into: &object)
      writeTimes(into: &object)
    }
  }

  /// Writes the summary: the form in lists, worker answers and tools.
  package func writeSummary(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("mission_id", state.facts.missionID)
      object.field("vp_id", state.facts.vpID)
      object.field("status", state.status)
      object.field("effective_status", effectiveStatus)
      object.field("stale_reason", staleness.reason)
      object.field("status_basis", state.basis)
      object.field("terminal", state.status.isTerminal)
      object.field("waiting_for", waitingFor)
      object.field("blocked", state.question)
      object.field("last_answer", state.lastAnswer)
      object.field("failure_mode", state.failureMode)
      object.field("cancel_requested", state.isCancelRequested)
      object.field("objective", state.facts.objectiveShown)
      object.field("last_progress", state.progress)
      object.field("result_summary", state.outcome?.message)
      object.field("result_ref", state.outcome?.resultRef)
      object.field("deliverables", state.outcome?.deliverables ?? [])
      object.field("next_action", state.outcome?.nextAction)
      object.field("attempt", state.attempt)
      object.field("worker_id", state.workerID)
      object.field("retry_of", state.facts.retryOf)
      object.field("retried_by", state.retried?.newMissionID)
      object.field("dispatched_at", state.facts.dispatchedAt)
      object.field("updated_at", state.updatedAt)
      object.field("completed_at", state.completedAt)
      object.field("duration_seconds", state.durationSeconds)
      object.field("version", state.version)
      object.field("position", state.position)
    }
  }

  private func writeIdentity(into object: inout JSONWriter) {
    object.field("mission_id", state.facts.missionID)
    object.field("vp_id", state.facts.vpID)
    object.field("lane", lane)
    object.field("mission_type", state.facts.missionType)
    object.field("objective", request?.objective ?? state.facts.objectiveHead)
    object.field("status", state.status)
    object.field("status_basis", state.basis)
    object.field("effective_status", effectiveStatus)
    object.field("stale", staleness.isStale)
    object.field("stale_reason", staleness.reason)
    object.field("terminal", state.status.isTerminal)
    object.field("waiting_for", waitingFor)
    object.field("ahead", ahead)
  }

  private func writeRequest(into object: inout JSONWriter) {
    if let priority = request?.kept?.priority {
      object.field("priority", priority)
    } else {
      object.field("priority", state.facts.priority)
    }
    object.field("priority_tier", state.facts.priorityTier)
    object.field("reply_mode", state.facts.replyMode)
    object.field("execution_mode", state.facts.executionMode)
    object.field("constraints", request?.constraints)
    if let budget = request?.kept?.budget {
      object.field("budget", budget)
    } else {
      object.field("budget", request?.budget)
    }
    object.field("metadata", request?.metadata)
    object.field("success_criteria", request?.successCriteria)
    object.field("required_outputs", request?.requiredOutputs)
    object.field("idempotency_key", state.facts.idempotencyKey)
    object.field("source_session_id", state.facts.sourceSessionID)
    object.field("source_turn_id", state.facts.sourceTurnID)
    object.field("run_id", request?.runID)
    object.field("task_id", request?.taskID)
    object.field("trace_id", state.facts.traceID)
    object.field("retry_of", state.facts.retryOf)
    object.field("retried_by", state.retried?.newMissionID)
    object.field("chain_id", state.facts.chainID)
    object.field("chain_length", state.facts.chainLength)
    object.field("not_before", state.facts.notBefore)
    object.field("deadline", state.facts.deadline)
  }

  private func writeAttempt(into object: inout JSONWriter) {
    object.field("attempt", state.attempt)
    object.field("max_attempts", state.facts.maxAttempts)
    object.field("worker_id", state.workerID)
    object.field("worker_host", state.workerID == nil ? nil : state.workerHost)
    object.field("lease_expires_at", state.lease?.expiresAt)
    object.field("last_heartbeat_at", state.lastHeartbeatAt)
    object.field("last_progress", state.progress)
    object.field("cancel_requested", state.isCancelRequested)
    object.field("cancel_overdue", isCancelOverdue)
    object.field("cancel_reason", state.cancel?.reason)
    object.field("cancel_requested_by", state.cancel?.by)
    object.field("cancel_requested_at", state.cancel?.at)
    object.field("blocked", state.question)
    object.field("last_answer", state.lastAnswer)
  }

  private func writeResult(into object: inout JSONWriter) {
    object.field("result_ref", state.outcome?.resultRef)
    object.field("result_summary", state.outcome?.message)
    object.field("next_action", state.outcome?.nextAction)
    object.field("deliverables", state.outcome?.deliverables ?? [])
    object.field("mission_receipt_relpath", state.outcome?.receiptPath)
    object.field("sync_ready_marker_relpath", state.outcome?.markerPath)
    object.field("failure_mode", state.failureMode)
    object.field("failure_detail", state.failureDetail)
    object.field(
      "usage",
      object: { usage in
        usage.field("runtime_seconds", state.usage.runtimeSeconds)
        usage.field("llm_calls", state.usage.llmCalls)
        usage.field("cost_usd", state.usage.costUSD)
      })
    object.field("late_reports", state.lateReports)
    object.field("escalated", state.escalated)
    object.field("acknowledged", state.acknowledged)
  }

  private func writeTimes(into object: inout JSONWriter) {
    object.field("dispatched_at", state.facts.dispatchedAt)
    object.field("claimed_at", state.claimedAt)
    object.field("started_at", state.startedAt)
    object.field("completed_at", state.completedAt)
    object.field("updated_at", state.updatedAt)
    object.field("queue_seconds", state.queueSeconds)
    object.field("duration_seconds", state.durationSeconds)
    object.field("version", state.version)
    object.field("position", state.position)
  }
}
