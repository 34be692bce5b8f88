import MissionModel
import MissionReplay

/// Worker sessions as rows: who, how it is, what it does, when it was last heard of.
enum SessionTable {
  static func table(_ sessions: [SessionView], _ time: TimeText) -> Table {
    var table = Table([
      Column("WORKER", least: 12), Column("VP", least: 10), Column("STATUS"),
      Column("HOST", least: 8),
      Column("HEARD", isNumber: true), Column("DONE", isNumber: true),
      Column("FAILED", isNumber: true), Column("MISSIONS", least: 8, isOptional: true),
    ])
    for session in sessions {
      let state = session.state
      // A lost worker is stale by the rule, and a person wants to know that it is gone.
      let status = state.status == .lost ? .lost : session.effectiveStatus
      table.add([
        Cell(state.session.worker.rawValue, .strong), Cell(state.session.vp.rawValue),
        Cell(status.rawValue, style(status)),
        Cell(state.process.host ?? ""),
        Cell((state.lastHeartbeatAt ?? state.updatedAt).map(time.age) ?? ""),
        Cell(state.missionsCompleted),
        Cell(state.missionsFailed, state.missionsFailed > 0 ? .bad : .plain),
        Cell(state.missionIDs.map(\.short).joined(separator: " ")),
      ])
    }
    return table
  }

  private static func style(_ status: EffectiveSessionStatus) -> TextStyle {
    switch status {
    case .active: .strong
    case .idle: .good
    case .degraded, .stale: .warning
    case .lost: .bad
    case .retired: .faint
    }
  }
}
