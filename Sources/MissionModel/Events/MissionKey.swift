import CanonicalJSON

/// A key in a mission's payloads, found by its bytes when it is read, so that a `switch` over keys
/// is one step.
enum MissionKey: String, CaseIterable {
  case acknowledged
  case answer
  case at
  case attempt
  case bootID = "boot_id"
  case budget
  case by
  case bytes
  case bytesFreed = "bytes_freed"
  case cancelReason = "cancel_reason"
  case cancelRequested = "cancel_requested"
  case chainID = "chain_id"
  case chainLength = "chain_length"
  case claimedAt = "claimed_at"
  case completedAt = "completed_at"
  case constraints
  case costUSD = "cost_usd"
  case data
  case deadline
  case deliverables
  case detail
  case dispatchedAt = "dispatched_at"
  case error
  case escalated
  case evidence
  case executionMode = "execution_mode"
  case failureDetail = "failure_detail"
  case failureMode = "failure_mode"
  case freshWorkspace = "fresh_workspace"
  case from
  case guidance
  case host
  case idempotencyKey = "idempotency_key"
  case imported
  case lastAnswer = "last_answer"
  case lastHeartbeatAt = "last_heartbeat_at"
  case lastProgress = "last_progress"
  case leaseExpiresAt = "lease_expires_at"
  case leaseSeconds = "lease_seconds"
  case legacy
  case llmCalls = "llm_calls"
  case maxAttempts = "max_attempts"
  case message
  case metadata
  case missionID = "mission_id"
  case missionReceiptRelpath = "mission_receipt_relpath"
  case missionType = "mission_type"
  case mono
  case newMissionID = "new_mission_id"
  case nextAction = "next_action"
  case notBefore = "not_before"
  case note
  case objective
  case options
  case outcome
  case path
  case percent
  case previousStatus = "previous_status"
  case priority
  case priorityTier = "priority_tier"
  case question
  case questionID = "question_id"
  case questions
  case reason
  case recommendedAction = "recommended_action"
  case reconciledBy = "reconciled_by"
  case refusal
  case replyMode = "reply_mode"
  case reported
  case requiredOutputs = "required_outputs"
  case resolvedTargetPath = "resolved_target_path"
  case resultRef = "result_ref"
  case retried
  case retryOf = "retry_of"
  case reverses
  case role
  case runID = "run_id"
  case runtimeSeconds = "runtime_seconds"
  case sha256
  case sourceSessionID = "source_session_id"
  case sourceTurnID = "source_turn_id"
  case staleReason = "stale_reason"
  case startedAt = "started_at"
  case status
  case storageLane = "storage_lane"
  case successCriteria = "success_criteria"
  case summary
  case syncReadyMarkerRelpath = "sync_ready_marker_relpath"
  case taskID = "task_id"
  case to
  case traceID = "trace_id"
  case updatedAt = "updated_at"
  case usage
  case vpID = "vp_id"
  case whyEscalating = "why_escalating"
  case workerHost = "worker_host"
  case workerID = "worker_id"
  case workspace
  /// A key that no payload of this build has.
  case unknown = ""

  /// Finds the key of a member.
  init(_ key: JSONKey) {
    self = Self.words.find(key).map { Self.known[$0] } ?? .unknown
  }

  fileprivate static let known = allCases.filter { $0 != .unknown }
  fileprivate static let words = JSONWords(known.map(\.rawValue))
}

extension JSONReader {
  /// Reads the key of the next member; nil at the object's end.
  mutating func nextMissionKey() throws(JSONError) -> MissionKey? {
    guard let number = try nextKey(among: MissionKey.words) else { return nil }
    return number < 0 ? .unknown : MissionKey.known[number]
  }
}
