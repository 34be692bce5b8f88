extension DispatchRequest {
  /// Makes the request of a retry: a copy without key, `not_before` and `deadline`, for another VP
  /// where one is named, answering into the caller's session, with the guidance in a block of its
  /// own at the end of the objective.
  ///
  /// Throws where guidance and objective together are too long.
  package func retried(
    vp: VPID? = nil, guidance: String? = nil, sourceSessionID: String?, sourceTurnID: String? = nil
  ) throws(MissionError) -> DispatchRequest {
    var copy = self
    copy.idempotencyKey = nil
    copy.notBefore = nil
    copy.deadline = nil
    // What another system's row had beyond the bounds of a request ends with it.
    copy.kept = nil
    copy.priority = min(
      max(copy.priority, Bounds.priority.lowerBound), Bounds.priority.upperBound)
    if let vp { copy.vpID = vp }
    copy.sourceSessionID = sourceSessionID
    copy.sourceTurnID = sourceTurnID
    if let guidance, !guidance.trimmed.isEmpty {
      copy.objective +=
        "\n\n--- guidance for this retry ---\n\(guidance.trimmed)\n--- end of guidance ---"
    }
    try copy.validate()
    return copy
  }
}
