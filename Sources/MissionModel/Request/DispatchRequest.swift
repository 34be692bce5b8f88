package import CanonicalJSON
package import Platform

/// An orchestrator's request for one mission, with every default filled in.
///
/// It is stored whole in the mission's first event and never changes.
package struct DispatchRequest: Hashable, Sendable {
  /// The VP that is to do the work.
  package var vpID: VPID
  /// The task: trimmed, 1 byte to 256 KiB.
  package var objective: String
  /// A word for the kind of work, for people and statistics.
  package var missionType = "task"
  /// Bounds of the work, `target_path` among them; a JSON object.
  package var constraints = JSONText.emptyObject
  /// The resources that may be used.
  package var budget = Budget.unlimited
  /// The caller's name for this request: the same key makes one mission.
  package var idempotencyKey: String?
  /// The place within the tier, 0…1,000,000; lower runs sooner.
  package var priority = 100
  /// The tier, which outranks the priority.
  package var priorityTier = PriorityTier.normal
  /// How the caller wants to hear of the end; stored and passed on.
  package var replyMode = "async"
  /// How it is executed.
  package var executionMode = ExecutionMode.sdk
  /// The session whose feed gets the mission's events.
  package var sourceSessionID: String?
  /// The turn of that session.
  package var sourceTurnID: String?
  /// The caller's run; stored and passed on.
  package var runID: String?
  /// The caller's task; stored and passed on.
  package var taskID: String?
  /// The trace that the mission belongs to.
  package var traceID: String?
  /// Anything that the caller wants to find again; a JSON object.
  package var metadata = JSONText.emptyObject
  /// The time before which it can't be claimed.
  package var notBefore: Instant?
  /// The time from which on it can neither be claimed nor run.
  package var deadline: Instant?
  /// How often it may be claimed, 1…10.
  package var maxAttempts = 1
  /// What the caller will judge the work by.
  package var successCriteria: [String] = []
  /// Paths, relative to the workspace, without which the mission fails.
  package var requiredOutputs: [String] = []
  /// Values of an imported row that these fields can't hold.
  package var kept: KeptValues?

  /// Makes a request with every default.
  package init(vpID: VPID, objective: String) {
    self.vpID = vpID
    self.objective = objective
  }
}
