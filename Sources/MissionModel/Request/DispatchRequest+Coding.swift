import CanonicalJSON

extension DispatchRequest {
  /// The fields of a request, collected while an object is read: one from a caller, or a stored
  /// one.
  struct Fields {
    /// The keys of all fields that a caller may give.
    static let keys: Set<MissionKey> = [
      .vpID, .objective, .missionType, .constraints, .budget, .idempotencyKey, .priority,
      .priorityTier, .replyMode, .executionMode, .sourceSessionID, .sourceTurnID, .runID, .taskID,
      .traceID, .metadata, .notBefore, .deadline, .maxAttempts, .successCriteria, .requiredOutputs,
    ]

    private var vpID: VPID?
    private var objective: String?
    private var request = DispatchRequest(vpID: VPID(stored: ""), objective: "")
    /// How much is read of a stored request; nil for one from a caller.
    private let extent: PayloadExtent?

    init(reading extent: PayloadExtent? = nil) {
      self.extent = extent
    }

    /// Reads the member if it is one of the request's wanted fields; otherwise returns false and
    /// reads nothing.
    ///
    /// - Throws: `wrongType` for a value of another type, naming the type wanted and the type
    ///   given.
    mutating func take(_ key: MissionKey, _ reader: inout JSONReader) throws(JSONError) -> Bool {
      switch key {
      // A caller's is validated with the rest of the request.
      case .vpID:
        vpID = extent == nil ? VPID(stored: try reader.readString()) : try reader.readVPID()
      case .objective: objective = try reader.readString()
      case .missionType: request.missionType = try reader.readString()
      case .constraints where extent == .folded: try reader.skip(.object)
      case .constraints: request.constraints = try reader.readObjectText()
      case .budget: request.budget = try Budget(reading: &reader, isStored: extent != nil)
      case .idempotencyKey: request.idempotencyKey = try reader.readOptionalString()
      case .priority: request.priority = try reader.readInt()
      case .priorityTier: request.priorityTier = try reader.readChoice()
      case .replyMode: request.replyMode = try reader.readString()
      case .executionMode: request.executionMode = try reader.readChoice()
      case .sourceSessionID: request.sourceSessionID = try reader.readOptionalString()
      case .sourceTurnID: request.sourceTurnID = try reader.readOptionalString()
      case .runID: request.runID = try reader.readOptionalString()
      case .taskID: request.taskID = try reader.readOptionalString()
      case .traceID: request.traceID = try reader.readOptionalString()
      case .metadata where extent == .folded: try reader.skip(.object)
      case .metadata: request.metadata = try reader.readObjectText()
      case .notBefore: request.notBefore = try reader.readOptionalInstant()
      case .deadline: request.deadline = try reader.readOptionalInstant()
      case .maxAttempts: request.maxAttempts = try reader.readInt()
      case .successCriteria where extent == .folded: try reader.skipStrings()
      case .successCriteria: request.successCriteria = try reader.readStrings()
      case .requiredOutputs where extent == .folded: try reader.skipStrings()
      case .requiredOutputs: request.requiredOutputs = try reader.readStrings()
      default: return false
      }
      return true
    }

    /// The first required field that was not given; nil if all were.
    var missing: String? { vpID == nil ? "vp_id" : objective == nil ? "objective" : nil }

    /// The request.
    ///
    /// - Throws: An error if a required field was not given.
    func finish() throws(JSONError) -> DispatchRequest {
      var request = request
      request.vpID = try vpID.required("vp_id")
      request.objective = try objective.required("objective")
      return request
    }
  }

  /// Writes every field, null where there is no value; those of its origin, if it has one, stand
  /// among them in the order in which they are stored.
  func writeMembers(into object: inout JSONWriter, of origin: MissionDispatched? = nil) {
    object.field("budget", budget)
    if let origin {
      object.field("chain_id", origin.chainID)
      object.field("chain_length", origin.chainLength)
    }
    object.field("constraints", constraints)
    object.field("deadline", deadline)
    object.field("execution_mode", executionMode)
    object.field("idempotency_key", idempotencyKey)
    object.field("max_attempts", maxAttempts)
    object.field("metadata", metadata)
    if let origin { object.field("mission_id", origin.missionID) }
    object.field("mission_type", missionType)
    object.field("not_before", notBefore)
    object.field("objective", objective)
    object.field("priority", priority)
    object.field("priority_tier", priorityTier)
    object.field("reply_mode", replyMode)
    object.field("required_outputs", requiredOutputs)
    if let origin {
      object.field("resolved_target_path", origin.resolvedTargetPath)
      object.field("retry_of", origin.retryOf)
    }
    object.field("run_id", runID)
    object.field("source_session_id", sourceSessionID)
    object.field("source_turn_id", sourceTurnID)
    object.field("success_criteria", successCriteria)
    object.field("task_id", taskID)
    object.field("trace_id", traceID)
    object.field("vp_id", vpID)
  }
}

extension JSONReader {
  /// Reads any object as its text.
  mutating func readObjectText() throws(JSONError) -> JSONText {
    let kind = try peek()
    guard kind == .object else {
      throw JSONError(
        code: .wrongType, offset: offset, message: "an object is wanted, \(kind) was given")
    }
    return try readText()
  }
}

extension Budget {
  /// Reads a budget; null is no limit.
  ///
  /// A caller's is closed: an unknown field is refused. One that is stored may have fields of a
  /// later build.
  init(reading reader: inout JSONReader, isStored: Bool) throws(JSONError) {
    self.init()
    try reader.beginObject()
    while let key = try reader.nextKey() {
      do throws(JSONError) {
        switch key {
        case "max_cost_usd": maxCostUSD = try reader.readOptionalMillionths()
        case "max_llm_calls": maxLLMCalls = try reader.readOptionalInt64()
        case "max_runtime_minutes": maxRuntimeMinutes = try reader.readOptionalMillionths()
        case _ where isStored: try reader.skip()
        default:
          throw JSONError(
            code: .wrongType, offset: key.offset,
            message: "unknown field; max_runtime_minutes, max_llm_calls and max_cost_usd are the "
              + "budget's")
        }
      } catch {
        throw JSONError(
          code: error.code, offset: error.offset, message: "\(key.string): \(error.message)")
      }
    }
  }
}
