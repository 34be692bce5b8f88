import MissionControl
import MissionModel
import MissionReplay

/// What a worker's reconciler tells its terminal: one line for each verdict.
enum ReconcileLine {
  static func lines(_ report: ReconcileReport, _ invocation: Invocation) -> [String] {
    let time = invocation.time
    let screen = invocation.console.screen
    let clock = screen.paint(time.face.time(time.now), .faint)
    let lost = report.lanes.flatMap(\.verdicts.sessions).map { verdict in
      "reconciled: worker \(verdict.session.worker) is lost: \(verdict.evidence)"
    }
    let ended = report.lanes.flatMap(\.verdicts.missions).map { verdict in
      let reason = verdict.staleReason?.rawValue ?? verdict.ground.word
      return "\(verdict.missionID.short)  reconciled: \(verdict.outcome.rawValue) "
        + "(\(reason)): \(verdict.evidence)"
    }
    let troubles = report.warnings.map { screen.paint($0.message, .warning) }
    return (lost + ended + troubles).map { "\(clock)  \($0)" }
  }
}
