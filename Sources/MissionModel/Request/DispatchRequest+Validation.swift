extension DispatchRequest {
  /// The bounds of a request's fields.
  package enum Bounds {
    /// Bytes of an objective.
    package static let objective = 1...262_144
    /// The place within a tier.
    package static let priority = 0...1_000_000
    /// How often a mission may be claimed in all.
    package static let maxAttempts = 1...10
  }

  /// Checks every bound.
  ///
  /// - Throws: A `validation_error` that names the first field out of bounds.
  package func validate() throws(MissionError) {
    try Self.check(ReferenceRules.isID(vpID.rawValue), "vp_id", "is not an id: \(Self.idRule)")
    let bytes = objective.utf8.count
    try Self.check(
      Bounds.objective.contains(bytes), "objective",
      "has \(bytes) bytes after trimming; \(Self.text(Bounds.objective)) "
        + "(\(Bounds.objective.upperBound >> 10) KiB) are allowed")
    try validateReferences()
    try Self.check(
      Bounds.priority.contains(priority), "priority",
      "is \(priority); \(Self.text(Bounds.priority)) is allowed, and lower runs sooner")
    try Self.check(
      Bounds.maxAttempts.contains(maxAttempts), "max_attempts",
      "is \(maxAttempts); \(Self.text(Bounds.maxAttempts)) is allowed")
    try validateBudget()
    for criterion in successCriteria {
      try Self.check(!criterion.isEmpty, "success_criteria", "has an empty text")
    }
    for path in requiredOutputs {
      try Self.check(
        Self.isRelativePath(path), "required_outputs",
        "has \(path.debugDescription); a path in the workspace, relative to it, without .. or "
          + "control characters, is wanted"
      )
    }
    if let notBefore, let deadline {
      try Self.check(
        notBefore < deadline, "deadline", "is not after not_before: it could never be claimed")
    }
  }

  /// Whether `path` names something below a folder, and not the folder itself: relative, no `..`,
  /// no control character.
  package static func isRelativePath(_ path: String) -> Bool {
    guard !path.isEmpty, path.utf8.count <= 4096, !path.hasPrefix("/"),
      !ReferenceRules.hasControlCharacter(path)
    else { return false }
    let parts = path.split(separator: "/")
    return !parts.contains("..") && parts.contains { $0 != "." }
  }

  private static let idRule = "[A-Za-z0-9][A-Za-z0-9._:-]{0,127} is wanted"

  private func validateReferences() throws(MissionError) {
    let references = [
      ("mission_type", missionType), ("reply_mode", replyMode),
      ("idempotency_key", idempotencyKey), ("source_session_id", sourceSessionID),
      ("source_turn_id", sourceTurnID), ("run_id", runID), ("task_id", taskID),
      ("trace_id", traceID),
    ]
    for (name, value) in references {
      guard let value else { continue }
      try Self.check(
        ReferenceRules.isReference(value), name,
        "has \(value.utf8.count) bytes or a control character; 1 to 256 bytes without control "
          + "characters are wanted")
    }
  }

  private func validateBudget() throws(MissionError) {
    let limits = [
      ("budget.max_runtime_minutes", maxIsNegative(budget.maxRuntimeMinutes)),
      ("budget.max_llm_calls", (budget.maxLLMCalls ?? 0) < 0),
      ("budget.max_cost_usd", maxIsNegative(budget.maxCostUSD)),
    ]
    for (field, isNegative) in limits {
      try Self.check(!isNegative, field, "is below zero; zero or more is wanted")
    }
  }

  private func maxIsNegative(_ limit: Millionths?) -> Bool { (limit?.micros ?? 0) < 0 }

  private static func text(_ bounds: ClosedRange<Int>) -> String {
    "\(bounds.lowerBound) to \(bounds.upperBound)"
  }

  private static func check(
    _ condition: Bool, _ field: String, _ complaint: @autoclosure () -> String
  ) throws(MissionError) {
    guard condition else { throw .validation("\(field) \(complaint())", field: field) }
  }
}
