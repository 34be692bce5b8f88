extension DispatchRequest {
  /// Makes the request of a mission's retry: a copy without key, `not_before` and `deadline`, for a
  /// VP, answering into the caller's session if it has one, with the guidance in a block of its own
  /// at the end of the objective.
  ///
  /// It is not validated: guidance and objective together may be too long, and an imported mission
  /// may have no objective.
  package func retried(
    of original: MissionID, for vp: VPID, guidance: String? = nil, sourceSessionID: String? = nil
  ) -> DispatchRequest {
    var copy = self
    copy.vpID = vp
    copy.idempotencyKey = nil
    copy.notBefore = nil
    copy.deadline = nil
    // Imported values beyond a request's bounds are not carried into a retry.
    copy.kept = nil
    copy.priority = min(
      max(copy.priority, Bounds.priority.lowerBound), Bounds.priority.upperBound)
    if let sourceSessionID, sourceSessionID != copy.sourceSessionID {
      copy.sourceSessionID = sourceSessionID
      copy.sourceTurnID = nil
    }
    if let guidance {
      copy.objective += """


        --- Guidance for the retry of \(original) ---
        \(guidance)
        --- End of guidance ---
        """
    }
    return copy
  }

  /// Refuses guidance that makes the objective of this retry too long, and says how much would fit.
  package func checkRoom(forGuidance guidance: String?) throws(MissionError) {
    let most = Bounds.objective.upperBound
    guard let guidance, objective.utf8.count > most else { return }
    let bytes = guidance.utf8.count
    let room = max(0, most - (objective.utf8.count - bytes))
    throw .validation(
      "guidance has \(bytes) bytes; the objective that it is added to leaves room for \(room)",
      field: "guidance")
  }
}
