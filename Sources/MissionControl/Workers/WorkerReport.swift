package import MissionModel

/// A worker's report on the mission that it holds.
package enum WorkerReport: Hashable, Sendable {
  /// It began, in this folder.
  case started(workspace: String?)
  case heartbeat
  case progress(ProgressReport)
  /// It made a file.
  case artifact(ArtifactReport)
  /// It waits for an answer.
  case blocked(question: String, options: [String] = [])
  /// It continues by another way than intended.
  case fallback(from: String, to: String, reason: String)
  case completed(MissionOutcome)
  case failed(FailureReport)
  case cancelled(reason: String?, outcome: MissionOutcome = MissionOutcome())
  /// A worker that must stop gives the mission back; without attempts left the mission fails with
  /// this report.
  case requeued(reason: String, FailureReport)

  /// What kind of report there is, by the word that ends its tool's name and its path.
  package enum Kind: String, Hashable, Sendable {
    case start, heartbeat, progress, artifact, block, fallback
    case complete, fail, cancelled, requeue
  }

  /// Which kind it is.
  package var kind: Kind {
    switch self {
    case .started: .start
    case .heartbeat: .heartbeat
    case .progress: .progress
    case .artifact: .artifact
    case .blocked: .block
    case .fallback: .fallback
    case .completed: .complete
    case .failed: .fail
    case .cancelled: .cancelled
    case .requeued: .requeue
    }
  }

  /// Whether it ends the attempt, and so is the only place of what it says.
  package var isEnd: Bool {
    switch self {
    case .completed, .failed, .cancelled, .requeued: true
    case .started, .heartbeat, .progress, .artifact, .blocked, .fallback: false
    }
  }

  /// The report's command, from the worker with `token`.
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
