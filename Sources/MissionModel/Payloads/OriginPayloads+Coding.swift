package import CanonicalJSON

extension MissionDispatched {
  /// The members of an origin, collected while it is read.
  fileprivate struct Fields {
    private var request: DispatchRequest.Fields
    private var missionID: MissionID?
    private var retryOf: MissionID?
    private var chainID: MissionID?
    private var chainLength = 1
    private var resolvedTargetPath: String?

    init(reading extent: PayloadExtent) {
      request = DispatchRequest.Fields(reading: extent)
    }

    /// Reads the member; steps over one that isn't an origin's.
    mutating func take(_ key: MissionKey, _ reader: inout JSONReader) throws(JSONError) {
      switch key {
      case .missionID: missionID = try reader.readMissionID()
      case .retryOf: retryOf = try reader.readNull() ? nil : try reader.readMissionID()
      case .chainID: chainID = try reader.readNull() ? nil : try reader.readMissionID()
      case .chainLength: chainLength = Int(try reader.readCount())
      case .resolvedTargetPath: resolvedTargetPath = try reader.readOptionalString()
      default: if try !request.take(key, &reader) { try reader.skip() }
      }
    }

    func finish() throws(JSONError) -> MissionDispatched {
      let request = try request.finish()
      // Its feed is a stream of that name.
      guard request.sourceSessionID.map(ReferenceRules.isReference) ?? true else {
        throw JSONError(
          code: .wrongType, offset: 0,
          message: "source_session_id must have 1 to 256 bytes without control characters")
      }
      return MissionDispatched(
        missionID: try missionID.required("mission_id"), request: request,
        retryOf: retryOf, chainID: chainID, chainLength: chainLength,
        resolvedTargetPath: resolvedTargetPath)
    }
  }

  package init(payload: JSONText) throws(JSONError) {
    try self.init(payload: payload, reading: .whole)
  }

  /// Reads the payload to the given extent.
  init(payload: JSONText, reading extent: PayloadExtent) throws(JSONError) {
    var fields = Fields(reading: extent)
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() { try fields.take(key, &reader) }
    self = try fields.finish()
  }

  package func writeMembers(into object: inout JSONWriter) {
    request.writeMembers(into: &object, of: self)
  }
}

extension MissionImported {
  package init(payload: JSONText) throws(JSONError) {
    var fields = MissionDispatched.Fields(reading: .whole)
    var row: MissionImported?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      if key == .imported {
        row = try MissionImported(reading: &reader)
      } else {
        try fields.take(key, &reader)
      }
    }
    self = try row.required("imported")
    let kept = origin.request.kept
    origin = try fields.finish()
    origin.request.kept = kept
  }

  package func writeMembers(into object: inout JSONWriter) {
    origin.writeMembers(into: &object)
    object.field(
      "imported",
      object: { row in
        row.fieldIfPresent("acknowledged", acknowledged ? true : nil)
        row.field("attempt", attempt)
        row.fieldIfPresent("budget", origin.request.kept?.budget)
        row.field("cancel_reason", cancelReason)
        row.field("cancel_requested", cancelRequested)
        row.field("claimed_at", claimedAt)
        row.field("completed_at", completedAt)
        row.field("dispatched_at", dispatchedAt)
        row.fieldIfPresent("escalated", escalated ? true : nil)
        row.field("failure_detail", failureDetail)
        row.field("failure_mode", failureMode)
        row.fieldIfPresent("last_answer", lastAnswer)
        row.field("last_heartbeat_at", lastHeartbeatAt)
        row.fieldIfPresent("last_progress", progress)
        row.field("lease_expires_at", leaseExpiresAt)
        row.field("legacy", legacy)
        row.fieldIfPresent("priority", origin.request.kept?.priority)
        row.fieldIfPresent("question", question)
        row.fieldIfPresent("questions", questions > 0 ? questions : nil)
        row.fieldIfPresent("retried", retried?.payload)
        if let outcome { outcome.writeMembers(into: &row) }
        row.field("started_at", startedAt)
        row.field("status", status)
        row.field("updated_at", updatedAt)
        row.field("worker_host", workerHost)
        row.field("worker_id", workerID)
      })
  }

  /// Reads the legacy row; the caller fills in its origin, which is beside it.
  private init(reading reader: inout JSONReader) throws(JSONError) {
    let nobody = DispatchRequest(vpID: VPID(stored: ""), objective: "")
    self.init(
      origin: MissionDispatched(missionID: MissionID(stored: ""), request: nobody),
      status: .queued)
    var status: MissionStatus?
    var outcome = MissionOutcome()
    var kept = KeptValues()
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .status: status = try reader.readChoice()
      case .acknowledged: acknowledged = try reader.readBool()
      case .attempt: attempt = Int(try reader.readCount())
      case .budget: kept.budget = try reader.readText()
      case .cancelReason: cancelReason = try reader.readOptionalString()
      case .cancelRequested: cancelRequested = try reader.readBool()
      case .claimedAt: claimedAt = try reader.readOptionalInstant()
      case .completedAt: completedAt = try reader.readOptionalInstant()
      case .dispatchedAt: dispatchedAt = try reader.readOptionalInstant()
      case .escalated: escalated = try reader.readBool()
      case .failureDetail: failureDetail = try reader.readOptionalString()
      case .failureMode:
        failureMode = try reader.readOptionalString().map { FailureMode($0) }
      case .lastAnswer: lastAnswer = try MissionAnswer(reading: &reader)
      case .lastHeartbeatAt: lastHeartbeatAt = try reader.readOptionalInstant()
      case .lastProgress: progress = try MissionProgress(reading: &reader)
      case .leaseExpiresAt: leaseExpiresAt = try reader.readOptionalInstant()
      case .legacy: legacy = try reader.readText()
      case .priority: kept.priority = try reader.readText()
      case .question: question = try MissionQuestion(reading: &reader)
      case .questions: questions = Int(try reader.readCount())
      case .retried: retried = try MissionRetried(payload: try reader.readText())
      case .startedAt: startedAt = try reader.readOptionalInstant()
      case .updatedAt: updatedAt = try reader.readOptionalInstant()
      case .workerHost: workerHost = try reader.readOptionalString()
      case .workerID: workerID = try reader.readNull() ? nil : try reader.readWorkerID()
      default: if try !outcome.take(key, &reader) { try reader.skip() }
      }
    }
    self.status = try status.required("imported.status")
    self.outcome = outcome == MissionOutcome() ? nil : outcome
    origin.request.kept = kept == KeptValues() ? nil : kept
  }
}
