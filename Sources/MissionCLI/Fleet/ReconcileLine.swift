import MissionControl
import MissionModel
import MissionReplay

/// The lines of a worker's reconciler on its terminal: one for each verdict.
enum ReconcileLine {
  static func lines(_ report: ReconcileReport, _ invocation: Invocation) -> [StyledLine] {
    let lost = report.lanes.flatMap(\.verdicts.sessions).map { verdict in
      "reconciled: worker \(verdict.session.worker) is lost: \(verdict.evidence)"
    }
    let ended = report.lanes.flatMap(\.verdicts.missions).map { verdict in
      let reason = verdict.staleReason?.rawValue ?? verdict.ground.word
      return "\(verdict.missionID.short)  reconciled: \(verdict.outcome.rawValue) "
        + "(\(reason)): \(verdict.evidence)"
    }
    return (lost + ended).map { WorkerLine.line($0, invocation) }
      + report.warnings.map { WorkerLine.line($0.message, invocation, .warning) }
  }
}
