import MissionModel
import MissionReplay
import Platform

/// Missions as rows: short id, status, VP, age, run time, objective.
enum MissionTable {
  static func table(_ missions: [MissionView], _ time: TimeText) -> Table {
    var table = Table([
      Column("MISSION"), Column("STATUS"), Column("VP", least: 10),
      Column("AGE", isNumber: true), Column("TIME", isNumber: true),
      Column("OBJECTIVE", least: 24),
    ])
    for mission in missions {
      let state = mission.state
      table.add([
        Cell(state.facts.missionID.short, .strong),
        Cell(status(mission), MissionInk.style(mission.effectiveStatus)),
        Cell(state.facts.vpID.rawValue),
        Cell(state.facts.dispatchedAt.map(time.age) ?? "", .faint),
        Cell(runTime(state, time)),
        Cell(state.facts.objectiveShown),
      ])
    }
    return table
  }

  /// The effective status, with the cancel if the status hides it.
  private static func status(_ mission: MissionView) -> String {
    let isHidden = mission.staleness.isStale && mission.state.isCancelRequested
    return MissionText.status(mission) + (isHidden ? ", cancelling" : "")
  }

  private static func runTime(_ state: MissionState, _ time: TimeText) -> String {
    if let seconds = state.durationSeconds { return DurationText.text(seconds: seconds) }
    guard state.status.isHeld, let start = state.startedAt ?? state.claimedAt else { return "" }
    return DurationText.text(seconds: max(0, time.now.seconds(since: start)))
  }
}
