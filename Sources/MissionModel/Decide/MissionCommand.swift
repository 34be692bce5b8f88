package import CanonicalJSON

/// What anyone may ask of one mission.
package enum MissionCommand: Hashable, Sendable {
  /// The mission begins. `existing` is the stored request where there is a mission of this id already.
  case dispatch(MissionDispatched, existing: DispatchRequest?)
  /// A worker takes it. `leaseSeconds` is nil for the configured length.
  case claim(worker: WorkerID, host: String?, leaseSeconds: Double?)
  case start(FencingToken, workspace: String?)
  case heartbeat(FencingToken)
  case progress(FencingToken, ProgressReport)
  case artifact(FencingToken, ArtifactReport)
  case block(FencingToken, question: String, options: [String])
  case fallback(FencingToken, from: String, to: String, reason: String)
  case complete(FencingToken, MissionOutcome)
  case fail(FencingToken, FailureReport)
  case cancelled(FencingToken, reason: String?, outcome: MissionOutcome = MissionOutcome())
  /// A draining worker gives the mission back; without attempts left it fails, and this is said of it.
  case requeue(FencingToken, reason: String, FailureReport)
  /// `questionID` is nil for the question that is open.
  case answer(questionID: String?, answer: String)
  case cancel(reason: String, force: Bool)
  case retry(MissionRetried)
  case escalate(MissionEscalated)
  case annotate(MissionAnnotated)
  case acknowledge(note: String?)
  /// The workspace of a mission that has ended was emptied.
  case recordPruning(bytesFreed: Int64)

  /// Whether by it a worker ends its attempt.
  package var isFinish: Bool {
    switch self {
    case .complete, .fail, .cancelled, .requeue: true
    default: false
    }
  }
}

/// How far a worker is: one part at least.
package struct ProgressReport: Hashable, Sendable {
  package var summary: String?
  package var percent: Double?
  package var usage: Usage?
  package var detail: JSONText?

  /// Makes a report.
  package init(
    summary: String? = nil, percent: Double? = nil, usage: Usage? = nil, detail: JSONText? = nil
  ) {
    self.summary = summary
    self.percent = percent
    self.usage = usage
    self.detail = detail
  }
}

/// A file that a worker declares.
package struct ArtifactReport: Hashable, Sendable {
  /// Relative to the workspace.
  package var path: String
  package var bytes: Int64?
  package var sha256: String?
  package var role: ArtifactRole

  /// Makes a report.
  package init(
    path: String, bytes: Int64? = nil, sha256: String? = nil, role: ArtifactRole = .deliverable
  ) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.role = role
  }
}

/// How a worker says that it failed.
package struct FailureReport: Hashable, Sendable {
  package var error: String
  package var failureMode: FailureMode
  package var outcome: MissionOutcome

  /// Makes a report.
  package init(
    error: String, failureMode: FailureMode = .selfReported,
    outcome: MissionOutcome = MissionOutcome()
  ) {
    self.error = error
    self.failureMode = failureMode
    self.outcome = outcome
  }
}
