import CanonicalJSON

/// The request of a mission, as its row describes it.
extension LegacyReading {
  /// The mission's own id, or one derived from it if that isn't valid here.
  mutating func missionID() -> MissionID {
    let text = row["mission_id"].word
    if let text, let id = MissionID(text) { return id }
    let id = MissionID.keyed(vp: vp(), key: "import \(text ?? "row \(row.place)")")
    let absent = row["mission_id"].isBlank ? "empty" : "no text"
    note(.illegalID, "mission_id is \(text?.excerpt ?? absent): \(id) stands for it")
    return id
  }

  /// The VP.
  mutating func vp() -> VPID {
    VPID(stored: id(row["vp_id"].word, "vp_id", absent: "vp.unknown"))
  }

  /// The worker, if its id is valid here.
  mutating func worker() -> WorkerID? {
    guard let text = row["worker_id"].word else { return nil }
    if let id = WorkerID(text) { return id }
    note(.illegalReference, "worker_id is \(text.excerpt)")
    return nil
  }

  /// The request, as far as the row and its payload describe it.
  mutating func request() -> DispatchRequest {
    let vp = vp()
    var request = DispatchRequest(vpID: vp, objective: row["objective"].word ?? "")
    let bytes = request.objective.utf8.count
    if bytes == 0 { note(.emptyObjective, "objective has no text") }
    if bytes > DispatchRequest.Bounds.objective.upperBound {
      note(.objectiveTooLong, "objective has \(bytes) bytes")
    }
    if let type = reference(row["mission_type"].word, "mission_type") { request.missionType = type }
    request.runID = reference(row["run_id"].word, "run_id")
    let priority = priority()
    request.priority = priority.number ?? request.priority
    request.priorityTier = tier()
    let budget = budget()
    request.budget = budget.limits
    let kept = KeptValues(priority: priority.kept, budget: budget.kept)
    if kept != KeptValues() { request.kept = kept }
    takePayload(into: &request)
    return request
  }

  /// The priority, or the value kept in its place.
  private mutating func priority() -> (number: Int?, kept: JSONText?) {
    let value = row["priority"]
    guard let word = value.word else {
      note(.priorityOutOfBounds, "priority is empty")
      return (nil, .null)
    }
    guard let number = Int(word) ?? Double(word).flatMap({ Int(exactly: $0) }) else {
      note(.priorityOutOfBounds, "priority is \(word.excerpt)")
      var writer = JSONWriter()
      value.write(into: &writer)
      return (nil, writer.finishText())
    }
    if !DispatchRequest.Bounds.priority.contains(number) {
      note(.priorityOutOfBounds, "priority is \(number)")
    }
    return (number, nil)
  }

  private mutating func tier() -> PriorityTier {
    guard let word = row["priority_tier"].word else { return .normal }
    if let tier = LegacyWords.tier(word) { return tier }
    note(.unknownTier, "priority_tier is \(word.excerpt)")
    return .normal
  }

  /// The limits that this program knows, and the whole budget if it holds more.
  private mutating func budget() -> (limits: Budget, kept: JSONText?) {
    guard row["budget_json"].word != nil, let text = json("budget_json") else {
      return (.unlimited, nil)
    }
    guard let members = try? text.members else {
      if text != .null { note(.unknownBudget, "budget_json is \(text.string.excerpt)") }
      return (.unlimited, text == .null ? nil : text)
    }
    var budget = Budget.unlimited
    var unknown: [String] = []
    for (name, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
      var reader = JSONReader(value)
      let number = (try? reader.readDouble()).flatMap { $0 >= 0 ? Millionths($0) : nil }
      switch (name, number) {
      case ("max_runtime_minutes", let number?): budget.maxRuntimeMinutes = number
      case ("max_cost_usd", let number?): budget.maxCostUSD = number
      case ("max_llm_calls", let number?) where number.micros % 1_000_000 == 0:
        budget.maxLLMCalls = number.micros / 1_000_000
      default: unknown.append("\(name) \(value.string)")
      }
    }
    guard !unknown.isEmpty else { return (budget, nil) }
    note(.unknownBudget, "budget_json has " + unknown.joined(separator: ", ").excerpt)
    return (budget, text)
  }

  /// Takes the request's values from the row's payload, if they are valid.
  private mutating func takePayload(into request: inout DispatchRequest) {
    let members = members("payload_json")
    let key = members["idempotency_key"]?.word ?? row["idempotency_key"].word
    request.idempotencyKey = reference(key, "idempotency_key")
    let session = members["source_session_id"]?.word ?? row["source_session_id"].word
    request.sourceSessionID = reference(session, "source_session_id")
    let turn = members["source_turn_id"]?.word ?? row["source_turn_id"].word
    request.sourceTurnID = reference(turn, "source_turn_id")
    request.taskID = reference(members["task_id"]?.word, "task_id")
    request.traceID = reference(members["trace_id"]?.word, "trace_id")
    request.runID = request.runID ?? reference(members["run_id"]?.word, "run_id")
    if let mode = reference(members["reply_mode"]?.word, "reply_mode") { request.replyMode = mode }
    if let mode = members["execution_mode"]?.word.flatMap({
      ExecutionMode(rawValue: $0.lowercased())
    }) {
      request.executionMode = mode
    }
    if let constraints = members["constraints"], (try? constraints.members) != nil {
      request.constraints = constraints
    }
    if let metadata = members["metadata"], (try? metadata.members) != nil {
      request.metadata = metadata
    }
    request.successCriteria = members["success_criteria"]?.strings?.filter { !$0.isEmpty } ?? []
    request.requiredOutputs =
      members["required_outputs"]?.strings?.filter(DispatchRequest.isRelativePath) ?? []
  }
}

extension JSONText {
  /// The texts of an array that holds nothing else.
  fileprivate var strings: [String]? {
    var reader = JSONReader(self)
    return try? reader.readStrings()
  }
}
