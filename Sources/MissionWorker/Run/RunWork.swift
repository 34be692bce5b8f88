import MissionModel
import Platform

/// What a run has come to know on its way.
struct RunWork {
  var clock: RunClock
  /// The mission as the fleet last showed it.
  var view: MissionView
  var collector: ArtifactCollector?
  var output: OutputRecorder?
  var process: GuardedProcess?
  /// Why the command could not be started.
  var startFailure: MissionError?
  /// Whether no other command can be started here either.
  var isUnable = false
  /// Why the mission's paths may not be worked in.
  var breach: String?
  /// The question that the command waits on.
  var openQuestion: String?
  /// Whether nothing of the command is left, and how it ended.
  var hasEnded = false
  var termination: Termination?
  /// Whether all that it wanted reported was.
  var hasReported = false
  /// Whether somebody waits for the attempt to end, or it counts no more.
  var isToEnd = false
  /// What the command declared and the fleet recorded.
  var declared: [ExactText: ArtifactRole] = [:]
  /// What was said last of the command's progress.
  var summary: LastSummary
  /// What the command said of its result.
  var message: String?
  var nextAction: String?

  /// Begins with the mission as it was claimed.
  init(clock: RunClock, view: MissionView) {
    self.clock = clock
    self.view = view
    summary = LastSummary(before: view.state.progress?.summary)
  }
}
