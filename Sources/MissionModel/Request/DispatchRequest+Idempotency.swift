import CanonicalJSON
import Platform

extension DispatchRequest {
  /// Names the fields in which `other` asks for something else, in the contract's order.
  ///
  /// The request's source, its metadata and its way of being answered don't count.
  package func differences(from other: DispatchRequest) -> [String] {
    let comparisons: [(String, Bool)] = [
      ("vp_id", vpID == other.vpID),
      ("objective", ExactText(objective) == ExactText(other.objective)),
      ("mission_type", ExactText(missionType) == ExactText(other.missionType)),
      ("constraints", constraints == other.constraints),
      ("budget", budget == other.budget),
      ("idempotency_key", idempotencyKey == other.idempotencyKey),
      ("priority", priority == other.priority),
      ("priority_tier", priorityTier == other.priorityTier),
      ("execution_mode", executionMode == other.executionMode),
      ("not_before", notBefore == other.notBefore),
      ("deadline", deadline == other.deadline),
      ("max_attempts", maxAttempts == other.maxAttempts),
      ("success_criteria", Self.areSame(successCriteria, other.successCriteria)),
      ("required_outputs", Self.areSame(requiredOutputs, other.requiredOutputs)),
    ]
    return comparisons.compactMap { $0.1 ? nil : $0.0 }
  }

  /// The request reduced to what it asks for: without its key, and without the fields that don't
  /// count.
  package var wish: DispatchRequest {
    var wish = self
    wish.idempotencyKey = nil
    wish.sourceSessionID = nil
    wish.sourceTurnID = nil
    wish.runID = nil
    wish.taskID = nil
    wish.traceID = nil
    wish.metadata = .emptyObject
    wish.replyMode = ""
    wish.kept = nil
    return wish
  }

  private static func areSame(_ left: [String], _ right: [String]) -> Bool {
    left.map { ExactText($0) } == right.map { ExactText($0) }
  }
}
