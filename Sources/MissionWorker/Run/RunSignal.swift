import MissionModel
import Platform

/// A signal to one mission's loop from the threads and tasks around it.
enum RunSignal: Sendable {
  /// An event for the clock.
  case clock(RunClock.Event)
  /// A report that the command wants made.
  case instruction(Instruction)
  /// The mission as the fleet last showed it.
  case observed(MissionView)
  /// A summary of the command was recorded, or refused: then there is no mission.
  case settled(MissionView?)
  /// The fleet refuses this attempt.
  case refused(MissionError)
  /// The command's question was recorded.
  case asked(questionID: String)
  /// The command's question could not be asked.
  case askedInVain
  /// A declared artifact was recorded.
  case declared(path: String, role: ArtifactRole)
  /// Nothing of the command is left, and all its output was read.
  case ended(Termination?)
  /// All reports of the command were recorded or refused.
  case reported

  /// Whether somebody waits for the attempt to end, or it no longer counts.
  var callsForAnEnd: Bool {
    switch self {
    case .clock(.shutdown): true
    case .observed(let view), .settled(.some(let view)):
      view.state.isCancelRequested || view.state.status == .cancelled
    case .refused(let error): error.endsAttempt
    case .clock, .instruction, .settled, .asked, .askedInVain, .declared, .ended, .reported: false
    }
  }
}
