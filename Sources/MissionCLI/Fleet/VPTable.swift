import MissionModel
import MissionReplay
import Platform

/// VPs as rows: who, how many workers, what waits and what runs, how long it takes.
enum VPTable {
  static func table(_ vps: [VPView]) -> Table {
    var table = Table([
      Column("VP", least: 14), Column("LANE"), Column("LIVE", isNumber: true),
      Column("QUEUE", isNumber: true), Column("RUN", isNumber: true),
      Column("BLOCK", isNumber: true), Column("P50", isNumber: true, isOptional: true),
      Column("P95", isNumber: true, isOptional: true),
      Column("WAITS", isNumber: true, isOptional: true),
      Column("STATE", isOptional: true),
    ])
    for vp in vps {
      let isStarved = vp.queued > 0 && vp.liveWorkers == 0
      table.add([
        Cell(vp.vpID.rawValue, .strong), Cell(vp.lane),
        Cell(vp.liveWorkers, isStarved ? .warning : .plain), count(vp.queued), count(vp.running),
        count(vp.blocked, .warning), duration(vp.p50RunSeconds), duration(vp.p95RunSeconds),
        duration(vp.oldestWaitingSeconds),
        vp.isPaused ? Cell("paused", .warning) : isStarved ? Cell("no worker", .warning) : "",
      ])
    }
    return table
  }

  private static func count(_ number: Int, _ style: TextStyle = .plain) -> Cell {
    Cell(number, number == 0 ? .faint : style)
  }

  private static func duration(_ seconds: Double?) -> Cell {
    Cell(seconds.map { DurationText.text(seconds: $0) } ?? "")
  }
}
