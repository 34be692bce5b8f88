import MissionModel
import MissionReplay
import MissionWorker

/// What a worker tells its terminal: one line for each thing that happens.
enum WorkerLine {
  static func text(_ notice: WorkerNotice, _ invocation: Invocation) -> String {
    text(sentence(notice, invocation.console.screen), invocation)
  }

  /// Why a mission that it is to execute waits.
  static func text(_ mission: MissionID, waitsFor reason: WaitingReason, _ invocation: Invocation)
    -> String
  {
    text("\(mission.short)  waits: \(MissionText.waiting(reason))", invocation)
  }

  private static func text(_ sentence: String, _ invocation: Invocation) -> String {
    let time = invocation.time
    return "\(invocation.console.screen.paint(time.face.time(time.now), .faint))  \(sentence)"
  }

  private static func sentence(_ notice: WorkerNotice, _ screen: Screen) -> String {
    switch notice {
    case .claimed(let id, let attempt, let objective):
      let line = TextWidth.cut(TextWidth.oneLine(objective), to: max(screen.width - 40, 24))
      return "\(id.short)  claimed, attempt \(attempt): \(line)"
    case .ended(let id, let verdict):
      return "\(id.short)  \(outcome(verdict, screen))"
    case .unrecorded(let id, let verdict, let error):
      return "\(id.short)  \(outcome(verdict, screen)); "
        + screen.paint("that is not recorded: \(TextWidth.oneLine(error.message))", .bad)
    case .claimDelayed(let error): return screen.paint("can't claim: \(error.message)", .warning)
    case .waiting(let id, let error):
      return screen.paint(
        "\(id.short)  can't report, trying again: \(error.message)", .warning)
    case .refused(let id, let error):
      // It may quote what the command has written.
      let message = TextWidth.oneLine(error.message)
      return screen.paint("\(id.short)  report refused: \(message)", .bad)
    case .refusedMore(let id, let log):
      return screen.paint("\(id.short)  more reports are refused: \(log) has them all", .bad)
    case .fileLost(let id, let loss): return screen.paint("\(id.short)  \(loss)", .bad)
    case .draining(let running):
      return running == 0
        ? "ending"
        : "draining: \(CountText.text(running, "mission")) still running; once more ends it now"
    case .ending(let running):
      return running == 0 ? "ending" : "ending \(CountText.text(running, "running mission")) now"
    }
  }

  private static func outcome(_ verdict: RunVerdict, _ screen: Screen) -> String {
    switch verdict {
    case .completed: screen.paint("completed", .good)
    case .failed(let mode, let error):
      screen.paint("failed", .bad) + " (\(mode.rawValue)): \(error)"
    case .cancelled(let reason):
      screen.paint("cancelled", .warning) + (reason.map { ": \($0)" } ?? "")
    case .requeued(_, let error): "requeued: \(error)"
    }
  }
}
