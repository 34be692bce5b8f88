import MissionModel
import Platform

/// The state of a run.
struct RunWork {
  var clock: RunClock
  /// The mission as the fleet last showed it.
  var view: MissionView
  var collector: ArtifactCollector?
  var output: OutputRecorder?
  var process: GuardedProcess?
  /// The reason why the command could not be started.
  var startFailure: MissionError?
  /// Whether no other command can be started here either.
  var isUnable = false
  /// The reason why the mission's paths may not be worked in.
  var breach: String?
  /// The question that blocks the command.
  var openQuestion: String?
  /// Whether nothing of the command is left, and how it ended.
  var hasEnded = false
  var termination: Termination?
  /// Whether all its reports were recorded or refused.
  var hasReported = false
  /// Whether somebody waits for the attempt to end, or it no longer counts.
  var isToEnd = false
  /// The files that the command declared and the fleet recorded.
  var declared: [ExactText: ArtifactRole] = [:]
  /// The last summary of the command's progress.
  var summary: LastSummary
  /// The command's message about its result.
  var message: String?
  var nextAction: String?

  /// Begins with the claimed mission.
  init(clock: RunClock, view: MissionView) {
    self.clock = clock
    self.view = view
    summary = LastSummary(before: view.state.progress?.summary)
  }
}
