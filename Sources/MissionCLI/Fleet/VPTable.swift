import MissionReplay
import Platform

/// VPs as rows: the VP, its workers, waiting and running missions, and the time they take.
enum VPTable {
  static func table(_ vps: [JSONObject]) throws -> Table {
    var table = Table([
      Column("VP", least: 14), Column("LANE"), Column("LIVE", isNumber: true),
      Column("QUEUE", isNumber: true), Column("RUN", isNumber: true),
      Column("BLOCK", isNumber: true), Column("P50", isNumber: true, isOptional: true),
      Column("P95", isNumber: true, isOptional: true),
      Column("WAITS", isNumber: true, isOptional: true),
      Column("STATE", isOptional: true),
    ])
    for vp in vps {
      let (live, queued) = (try vp.count("live_workers"), try vp.count("queued"))
      let isStarved = queued > 0 && live == 0
      table.add([
        Cell(try vp.text("vp_id"), .strong), Cell(try vp.text("lane")),
        Cell(live, isStarved ? .warning : .plain), count(queued), count(try vp.count("running")),
        count(try vp.count("blocked"), .warning),
        duration(try vp.optionalNumber("p50_run_seconds")),
        duration(try vp.optionalNumber("p95_run_seconds")),
        duration(try vp.optionalNumber("oldest_waiting_seconds")),
        vp.flag("paused") ? Cell("paused", .warning) : isStarved ? Cell("no worker", .warning) : "",
      ])
    }
    return table
  }

  private static func count(_ number: Int, _ style: TextStyle = .plain) -> Cell {
    Cell(number, number == 0 ? .faint : style)
  }

  /// One unit alone, below a minute with its fraction: three such columns and a state have to fit
  /// beside a VP.
  private static func duration(_ seconds: Double?) -> Cell {
    guard let seconds else { return "" }
    return Cell(
      seconds < 59.5 ? DurationText.text(seconds: seconds) : DurationText.short(seconds: seconds))
  }
}
