package import CanonicalJSON
import Platform

extension MissionView {
  /// Reads a full object, with another process's judgement of the mission.
  ///
  /// It holds everything that a page shows. Values for that process's own decisions only (tokens,
  /// positions of events, what decided the verdicts, the limit of a chain) are not in a full object
  /// and are left empty.
  ///
  /// - Throws: An error for anything but a full object.
  package init(reading reader: inout JSONReader) throws(JSONError) {
    let told = try reader.readText()
    var lane: String?
    var staleReason: StaleReason?
    var isCancelOverdue = false
    var waitingFor: WaitingReason?
    var ahead: Int?
    try told.readMembers { key, reader throws(JSONError) in
      switch key {
      case "lane": lane = try reader.readString()
      case "stale_reason": staleReason = try reader.readChoice()
      case "cancel_overdue": isCancelOverdue = try reader.readBool()
      case "waiting_for": waitingFor = try reader.readChoice()
      case "ahead": ahead = try reader.readInt()
      default: break
      }
    }
    let request = try DispatchRequest(told: told)
    state = try MissionState(told: told, request)
    self.request = request
    self.lane = try lane.required("lane")
    judgedAt = nil
    staleness = StaleRule.Judgement(told: staleReason)
    effectiveStatus = EffectiveStatus(state, isStale: staleness.isStale)
    self.isCancelOverdue = isCancelOverdue
    // A queued mission with a deadline has a reason to wait, unless it only waits for its end.
    isPastDeadline =
      state.status == .queued && waitingFor == nil && state.facts.deadline != nil
    isChainFull = nil
    self.waitingFor = waitingFor
    self.ahead = ahead
    // The object tells neither since when a cancel is overdue nor when a person looked, which may
    // have been before.
    attention = AttentionReason.of(
      state, stale: staleness.reason,
      overdueSince: isCancelOverdue ? Instant(microseconds: .max) : nil)
  }
}

extension DispatchRequest {
  fileprivate init(told: JSONText) throws(JSONError) {
    var fields = Fields()
    // An import may have brought values that are no priority and no budget: both are kept as they
    // are.
    var kept = KeptValues(priority: .null, budget: .null)
    try told.readMembers { key, reader throws(JSONError) in
      switch key {
      case "priority": kept.priority = try reader.readText()
      case "budget": kept.budget = try reader.readText()
      default: _ = try fields.take(MissionKey(key), &reader)
      }
    }
    self = try fields.finish()
    self.kept = kept
    priority = kept.priority.flatMap { Int($0.string) } ?? priority
  }
}

extension MissionState {
  fileprivate init(told: JSONText, _ request: DispatchRequest) throws(JSONError) {
    var (missionID, retryOf, chainID): (MissionID?, MissionID?, MissionID?)
    var chainLength = 1
    var (dispatchedAt, updatedAt): (Instant?, Instant?)
    var status: MissionStatus?
    var basis: StatusBasis?
    var (version, position): (Int64?, Int64?)
    try told.readMembers { key, reader throws(JSONError) in
      switch key {
      case "mission_id": missionID = try reader.readMissionID()
      case "retry_of": retryOf = try reader.readMissionID()
      case "chain_id": chainID = try reader.readMissionID()
      case "chain_length": chainLength = try reader.readInt()
      case "dispatched_at": dispatchedAt = try reader.readInstant()
      case "updated_at": updatedAt = try reader.readInstant()
      case "status": status = try reader.readChoice()
      case "status_basis": basis = try reader.readChoice()
      case "version": version = try reader.readInt64()
      case "position": position = try reader.readInt64()
      default: break
      }
    }
    let origin = MissionDispatched(
      missionID: try missionID.required("mission_id"), request: request, retryOf: retryOf,
      chainID: chainID, chainLength: chainLength)
    let place = try position.required("position")
    self.init(
      facts: MissionFacts(
        origin, position: place, dispatchedAt: dispatchedAt, isImported: false),
      status: try status.required("status"), basis: try basis.required("status_basis"),
      updatedAt: updatedAt, version: try version.required("version"), position: place)
    try readAttempt(told)
    try readCancel(told)
    try readEnd(told)
  }

  private mutating func readAttempt(_ told: JSONText) throws(JSONError) {
    var leaseExpiresAt: Instant?
    try told.readMembers { key, reader throws(JSONError) in
      switch key {
      case "attempt": attempt = try reader.readInt()
      case "worker_id": workerID = try reader.readWorkerID()
      case "worker_host": workerHost = try reader.readString()
      case "lease_expires_at": leaseExpiresAt = try reader.readInstant()
      case "last_heartbeat_at": lastHeartbeatAt = try reader.readInstant()
      case "last_progress": progress = try MissionProgress(reading: &reader)
      case "blocked": question = try MissionQuestion(reading: &reader)
      case "last_answer": lastAnswer = try MissionAnswer(reading: &reader)
      case "claimed_at": claimedAt = try reader.readInstant()
      case "started_at": startedAt = try reader.readInstant()
      default: break
      }
    }
    guard let leaseExpiresAt, let workerID else { return }
    lease = Lease(
      token: FencingToken(worker: workerID, attempt: attempt), expiresAt: leaseExpiresAt,
      length: Millionths(0), bootID: nil, mono: nil, position: position)
  }

  private mutating func readCancel(_ told: JSONText) throws(JSONError) {
    var isRequested = false
    var (reason, by): (String?, String?)
    var at: Instant?
    try told.readMembers { key, reader throws(JSONError) in
      switch key {
      case "cancel_requested": isRequested = try reader.readBool()
      case "cancel_reason": reason = try reader.readString()
      case "cancel_requested_by": by = try reader.readString()
      case "cancel_requested_at": at = try reader.readInstant()
      default: break
      }
    }
    guard isRequested else { return }
    cancel = CancelRequest(
      reason: reason, by: try by.required("cancel_requested_by"),
      at: try at.required("cancel_requested_at"), position: position)
  }

  private mutating func readEnd(_ told: JSONText) throws(JSONError) {
    var said = MissionOutcome()
    try told.readMembers { key, reader throws(JSONError) in
      switch key {
      case "result_summary": said.message = try reader.readString()
      case "failure_mode": failureMode = FailureMode(try reader.readString())
      case "failure_detail": failureDetail = try reader.readString()
      case "late_reports": lateReports = try reader.readInt()
      case "escalated": escalated = try reader.readBool()
      case "acknowledged": acknowledged = try reader.readBool()
      case "completed_at": completedAt = try reader.readInstant()
      case "retried_by":
        retried = MissionRetried(
          newMissionID: try reader.readMissionID(), vpID: facts.vpID, guidance: nil,
          freshWorkspace: false)
      default: _ = try said.take(MissionKey(key), &reader)
      }
    }
    take(said)
  }
}

extension JSONText {
  /// Reads the members of an object except null ones, which tell nothing.
  fileprivate func readMembers(
    _ take: (JSONKey, inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    var reader = JSONReader(self)
    try reader.readObject { key, reader throws(JSONError) in
      if try !reader.readNull() { try take(key, &reader) }
    }
  }
}
