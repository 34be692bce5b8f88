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
