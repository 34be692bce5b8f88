import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// What a reconciliation found, for a person: what ends, who is lost, what is left and why.
struct ReconcilePage {
  let page: Page

  func write(_ answer: ReconcileAnswer) throws {
    let rows = table(answer)
    if rows.rows.isEmpty {
      try page.line("nothing to reconcile", .good)
    } else {
      try page.table(rows)
    }
    if answer.report.left > 0 {
      let left = CountText.text(answer.report.left, "more verdict")
      try page.line("\(left) left to the next run (reconcile_max)", .warning)
    }
    for id in answer.report.lanes.flatMap(\.moved) {
      try page.line("\(id.short) moved meanwhile and was left alone", .faint)
    }
  }

  private func table(_ answer: ReconcileAnswer) -> Table {
    var table = Table([
      Column("MISSION", least: 8), Column("VERDICT"), Column("REASON"),
      Column("EVIDENCE", least: 20),
    ])
    for lane in answer.report.lanes {
      for verdict in lane.verdicts.sessions {
        table.add([
          Cell(verdict.session.worker.rawValue, .strong), Cell("lost", .bad), Cell("worker"),
          Cell(verdict.evidence),
        ])
      }
      for verdict in lane.verdicts.missions {
        table.add([
          Cell(verdict.missionID.short, .strong),
          Cell(verdict.outcome.rawValue, verdict.after == .failed ? .bad : .warning),
          Cell(verdict.staleReason?.rawValue ?? verdict.ground.word), Cell(verdict.evidence),
        ])
      }
      for kept in lane.verdicts.kept {
        table.add([
          Cell(kept.missionID.short, .strong), Cell("left", .faint),
          Cell(kept.ground == .unobserved ? "unobserved" : kept.staleReason.rawValue),
          Cell(Self.doubt(kept)),
        ])
      }
    }
    return table
  }

  /// What is seen of the worker, and how much silence is wanting.
  private static func doubt(_ kept: KeptMission) -> String {
    let needed = DurationText.text(seconds: kept.neededSeconds)
    let silence = kept.silence.map { DurationText.text(seconds: $0.seconds) } ?? "none"
    let verb = kept.silence?.measure == .monotonic ? "silent" : "seen silent"
    return "\(kept.evidence); \(verb) for \(silence) of \(needed)"
  }
}
