import MissionModel
import MissionReplay
import MissionWorker

/// The lines of a worker on its terminal: one for each event.
enum WorkerLine {
  static func line(_ notice: WorkerNotice, _ invocation: Invocation) -> StyledLine {
    var line = clock(invocation)
    add(notice, to: &line, width: invocation.console.screen.width)
    return line
  }

  /// The line that says why a mission to be executed waits.
  static func line(
    _ mission: MissionID, waitsFor reason: WaitingReason, _ invocation: Invocation
  ) -> StyledLine {
    line("\(mission.short)  waits: \(MissionText.waiting(reason))", invocation)
  }

  /// A line from another part of this process.
  static func line(
    _ sentence: String, _ invocation: Invocation, _ style: TextStyle = .plain
  ) -> StyledLine {
    var line = clock(invocation)
    line.append(sentence, style)
    return line
  }

  private static func clock(_ invocation: Invocation) -> StyledLine {
    let time = invocation.time
    var line = StyledLine(time.face.time(time.now), .faint)
    line.append("  ")
    return line
  }

  private static func add(_ notice: WorkerNotice, to line: inout StyledLine, width: Int) {
    switch notice {
    case .claimed(let id, let attempt, let objective):
      let words = TextWidth.cut(TextWidth.oneLine(objective), to: max(width - 40, 24))
      line.append("\(id.short)  claimed, attempt \(attempt): \(words)")
    case .ended(let id, let verdict):
      line.append("\(id.short)  ")
      add(verdict, to: &line)
    case .unrecorded(let id, let verdict, let error):
      line.append("\(id.short)  ")
      add(verdict, to: &line)
      line.append("; ")
      line.append("this is not recorded: \(TextWidth.oneLine(error.message))", .bad)
    case .claimDelayed(let error): line.append("can't claim: \(error.message)", .warning)
    case .waiting(let id, let error):
      line.append("\(id.short)  can't report, trying again: \(error.message)", .warning)
    case .refused(let id, let error):
      // The message may quote the command's output.
      line.append("\(id.short)  report refused: \(TextWidth.oneLine(error.message))", .bad)
    case .refusedMore(let id, let log):
      line.append("\(id.short)  more reports were refused: \(log) lists them all", .bad)
    case .fileLost(let id, let loss): line.append("\(id.short)  \(loss)", .bad)
    case .draining(let running):
      line.append(
        running == 0
          ? "ending"
          : "draining: \(CountText.text(running, "mission")) still running; a second signal ends the worker now"
      )
    case .ending(let running):
      line.append(
        running == 0 ? "ending" : "ending \(CountText.text(running, "running mission")) now")
    }
  }

  private static func add(_ verdict: RunVerdict, to line: inout StyledLine) {
    switch verdict {
    case .completed: line.append("completed", .good)
    case .failed(let mode, let error):
      line.append("failed", .bad)
      line.append(" (\(mode.rawValue)): \(error)")
    case .cancelled(let reason):
      line.append("cancelled", .warning)
      line.append(reason.map { ": \($0)" } ?? "")
    case .requeued(_, let error): line.append("requeued: \(error)")
    }
  }
}
