import MissionModel
import MissionReplay

/// Worker sessions as rows: the worker, its status, its work, and when it was last heard of.
enum SessionTable {
  static func table(_ sessions: [JSONObject], _ time: TimeText) throws -> Table {
    var table = Table([
      Column("WORKER", least: 12), Column("VP", least: 10), Column("STATUS"),
      Column("HOST", least: 8),
      Column("HEARD", isNumber: true), Column("DONE", isNumber: true),
      Column("FAILED", isNumber: true), Column("MISSIONS", isOptional: true),
    ])
    for session in sessions {
      // The rule calls a lost worker stale, but a person should see that it is gone.
      let isLost = try session.text("status") == SessionStatus.lost.rawValue
      let status = isLost ? EffectiveSessionStatus.lost : try session.word("effective_status")
      let heard = try session.optionalInstant("last_heartbeat_at")
      let failed = try session.count("missions_failed")
      let missions = try session.texts("mission_ids").map { MissionID(stored: $0).short }
      table.add([
        Cell(try session.text("worker_id"), .strong), Cell(try session.text("vp_id")),
        Cell(status.rawValue, style(status)), Cell(try session.optionalText("host") ?? ""),
        Cell((try heard ?? session.optionalInstant("updated_at")).map(time.age) ?? ""),
        Cell(try session.count("missions_completed")), Cell(failed, failed > 0 ? .bad : .plain),
        Cell((missions.first ?? "") + (missions.count > 1 ? " +\(missions.count - 1)" : "")),
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
