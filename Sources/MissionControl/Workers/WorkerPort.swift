package import MissionModel

/// What a worker needs of a fleet: the same calls whether its ledger is a file here or a server elsewhere.
///
/// Every call may be repeated when its answer was lost: a report that was recorded is not recorded twice.
package protocol WorkerPort: Sendable {
  /// Refuses a caller that may not do what a worker does, and records nothing.
  func checkMayWork(as session: SessionID) async throws

  /// Claims the VP's next mission, waiting for one as long as the request says; nil where there is none.
  func claim(_ request: ClaimRequest, _ call: CallContext) async throws -> MissionView?

  /// Records what a worker says of its mission, and renews the lease.
  func report(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) async throws -> MissionView

  /// Records a report on the caller's thread: for heartbeats, which keep time by a thread of their own.
  func reportBlocking(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) throws -> MissionView

  /// Waits for an event beyond `version` that is no heartbeat; answers the mission as it then is, or as it is
  /// when the time is over.
  func nextChange(of mission: MissionID, after version: Int64, timeoutSeconds: Double) async throws
    -> MissionView

  /// Records what a worker says of itself.
  func reportSession(_ report: SessionReport, of session: SessionID, _ call: CallContext)
    async throws
}

extension WorkerPort {
  /// Whoever holds the ledger may work on it.
  package func checkMayWork(as session: SessionID) async throws {}
}

/// What a worker asks for: a mission of its VP.
package struct ClaimRequest: Hashable, Sendable {
  package var vp: VPID
  package var worker: WorkerID
  /// How long the lease lasts, 5…3,600; the configured `lease_ttl` where nil.
  package var leaseSeconds: Double?
  /// How long to wait for a mission to become claimable; 0 answers at once.
  package var waitSeconds: Double
  /// The one mission that is wanted, where no other will do.
  package var mission: MissionID?
  /// The process behind the worker, where it is known; a claim by a tool or a server's client has none.
  package var process: WorkerProcess?

  /// Makes a claim.
  package init(
    vp: VPID, worker: WorkerID, leaseSeconds: Double? = nil, waitSeconds: Double = 0,
    mission: MissionID? = nil, process: WorkerProcess? = nil
  ) {
    self.vp = vp
    self.worker = worker
    self.leaseSeconds = leaseSeconds
    self.waitSeconds = waitSeconds
    self.mission = mission
    self.process = process
  }
}

/// What a worker says of the mission that it holds.
package enum WorkerReport: Hashable, Sendable {
  /// It began, in this folder.
  case started(workspace: String?)
  case heartbeat
  case progress(ProgressReport)
  /// It made a file.
  case artifact(ArtifactReport)
  /// It waits for an answer.
  case blocked(question: String, options: [String] = [])
  /// It goes on by another way than it was to.
  case fallback(from: String, to: String, reason: String)
  case completed(MissionOutcome)
  case failed(FailureReport)
  case cancelled(reason: String?, outcome: MissionOutcome = MissionOutcome())
  /// A worker that must stop gives the mission back; without attempts left it fails, and this is said of it.
  case requeued(reason: String, FailureReport)

  /// Whether the attempt ends with it: what it says is told nowhere else.
  package var isEnd: Bool {
    switch self {
    case .completed, .failed, .cancelled, .requeued: true
    case .started, .heartbeat, .progress, .artifact, .blocked, .fallback: false
    }
  }

  /// The command that the report is, by the worker that shows `token`.
  func command(by token: FencingToken) -> MissionCommand {
    switch self {
    case .started(let workspace): .start(token, workspace: workspace)
    case .heartbeat: .heartbeat(token)
    case .progress(let report): .progress(token, report)
    case .artifact(let report): .artifact(token, report)
    case .blocked(let question, let options): .block(token, question: question, options: options)
    case .fallback(let from, let to, let reason):
      .fallback(token, from: from, to: to, reason: reason)
    case .completed(let outcome): .complete(token, outcome)
    case .failed(let report): .fail(token, report)
    case .cancelled(let reason, let outcome): .cancelled(token, reason: reason, outcome: outcome)
    case .requeued(let reason, let report): .requeue(token, reason: reason, report)
    }
  }
}

/// What a worker says of itself.
package enum SessionReport: Hashable, Sendable {
  case registered(WorkerProcess)
  case heartbeat
  case degraded(error: String)
  case retired
}
