import MissionControl
import MissionModel
import MissionWorker
import Platform

/// A worker's process in a simulated world, as far as the world knows more of it than the log.
///
/// Its rules are the real ones (`RunClock`, `RunEvidence`, the worker's port); threads and the
/// command are scripted.
struct SimulatedWorker {
  let place: Int
  let vp: VPID
  let kind: WorkerKind
  /// Which process of this place it is: what an earlier one had waiting is nothing to a later one.
  var incarnation = 0
  var id: WorkerID
  /// Its process; nil while there is none.
  var process: ProcessIdentity?
  var isAlive = false
  /// Until when it stands still, in true time.
  var stoppedUntil: Int64?
  var isDraining = false
  var runs = 0
  var run: SimulatedRun?

  /// The worker's session.
  var session: SessionID { SessionID(vp: vp, worker: id) }

  /// What the process tells of itself; nil where it is unseen.
  func evidence(on machine: SimulatedMachine) -> WorkerProcess? {
    guard let process else { return nil }
    let isElsewhere = kind == .elsewhere
    return switch kind {
    case .unseen: nil
    case .here, .contained, .elsewhere:
      WorkerProcess(
        machineID: isElsewhere ? "another machine" : "machine",
        bootID: isElsewhere ? "another boot" : machine.bootID,
        pidNamespace: Int64(SimulatedMachine.pidNamespace) + (kind == .contained ? 1 : 0),
        pid: Int64(process.pid), processStart: process.startTime,
        host: isElsewhere ? "there" : "here", version: "simulated")
    }
  }
}

/// One attempt at one mission.
struct SimulatedRun {
  /// Something that the run has to say, in order; each is said until it is taken or refused.
  enum Word: Hashable, Sendable {
    case started
    case act(Int)
    case finish(RunVerdict)
  }

  let number: Int
  let mission: MissionID
  let token: FencingToken
  let hasAttemptsLeft: Bool
  let job: Job
  let time: FleetTime
  var clock: RunClock
  /// The mission as the fleet last showed it.
  var view: MissionView
  var words: [Word] = [.started]
  /// Whether a word waits for its next try.
  var isWaiting = false
  var pause: Int64 = 100_000
  var nextAct = 0
  /// Whether the command runs.
  var isRunning = false
  var isStopping = false
  var hasEnded = false
  var isConcluding = false
  var termination: Termination?
  var wroteOutput = false
  var hasArtifacts = false
  var openQuestion: String?
  var startFailure: String?
  /// Why its paths may not be worked in.
  var breach: String?
  /// When the fleet last took a word or a heartbeat, in true time.
  var heardAt: Int64

  /// What was seen of the attempt when nothing of its command is left.
  var verdict: RunVerdict {
    RunEvidence(
      termination: termination, stop: clock.stop, breach: breach, wroteOutput: wroteOutput,
      hasArtifacts: hasArtifacts, startFailure: startFailure, hasAttemptsLeft: hasAttemptsLeft
    ).verdict
  }

  /// The terminal report of a verdict.
  func report(_ verdict: RunVerdict, at monotonic: Int64) -> WorkerReport {
    var outcome = MissionOutcome(
      resultRef: breach == nil ? "workspace:///workspaces/\(mission)" : nil, message: "job done",
      usage: clock.usage(at: monotonic))
    switch verdict {
    case .completed: return .completed(outcome)
    case .cancelled(let reason): return .cancelled(reason: reason, outcome: outcome)
    case .requeued(let mode, let error):
      return .requeued(
        reason: mode.rawValue, FailureReport(error: error, failureMode: mode, outcome: outcome))
    case .failed(let mode, let error):
      outcome.message = error
      return .failed(FailureReport(error: error, failureMode: mode, outcome: outcome))
    }
  }
}
