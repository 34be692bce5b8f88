import MissionModel
import Platform

/// What the threads and tasks around one mission tell its loop.
enum RunSignal: Sendable {
  /// Something that the clock is to know.
  case clock(RunClock.Event)
  /// The command wants something reported.
  case instruction(Instruction)
  /// The mission as the fleet last showed it.
  case observed(MissionView)
  /// A summary of the command was recorded, or refused where there is no mission.
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
  /// All that the command wanted reported was recorded or refused.
  case reported

  /// Whether somebody waits for the attempt to end, or it counts no more.
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
