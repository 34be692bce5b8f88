/// A request that anyone may make of one mission.
package enum MissionCommand: Hashable, Sendable {
  /// The mission begins. `existing` is the stored request if there is a mission with this id
  /// already.
  indirect case dispatch(MissionDispatched, existing: DispatchRequest?)
  /// A worker takes the mission. `leaseSeconds` is nil for the configured length.
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
  /// A draining worker gives the mission back; without attempts left it fails, with this report.
  case requeue(FencingToken, reason: String, FailureReport)
  /// An answer; `questionID` is nil for the open question.
  case answer(questionID: String?, answer: String)
  case cancel(reason: String, force: Bool)
  case retry(MissionRetried)
  case escalate(MissionEscalated)
  case annotate(MissionAnnotated)
  case acknowledge(note: String?)
  /// The workspace of an ended mission was emptied.
  case recordPruning(bytesFreed: Int64)

  /// Whether a worker ends its attempt with it.
  package var isFinish: Bool {
    switch self {
    case .complete, .fail, .cancelled, .requeue: true
    default: false
    }
  }
}
