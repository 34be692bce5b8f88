import MissionControl
import MissionModel
import MissionReplay
import Platform

/// A window's figures on one page: what is wrong first, then the missions, the times, the waits and the ledgers.
struct StatsPage {
  let stats: Stats
  let page: Page

  func write() throws {
    let exceeded = stats.exceeded
    let count = "\(exceeded.count) of \(stats.checks.count) thresholds"
    let verdict =
      exceeded.isEmpty
      ? "no threshold is exceeded"
      : "\(count) exceeded: " + exceeded.map(\.name).joined(separator: ", ")
    try page.line(verdict, exceeded.isEmpty ? .good : .bad)
    try page.line(
      "the last \(DurationText.text(seconds: stats.windowSeconds)), until "
        + page.time.face.full(stats.until), .faint)
    try section(checks)
    for exceeded in exceeded {
      try page.line("  \(exceeded.name): \(Hint.command(exceeded.nextCommand))", .faint)
    }
    try section(missions)
    for sentence in sentences { try page.paragraph(sentence, indent: 2) }
    try section(times)
    try section(starving)
    try section(bridge)
    try section(ledgers)
    try section(locks)
    try page.console.out.line()
    let promise =
      stats.durability == "full"
      ? "durability full: every commit is synced"
      : "durability \(stats.durability): a power cut may lose the last commits"
    try page.line(promise, stats.durability == "full" ? .faint : .warning)
  }

  private func section(_ table: Table) throws {
    guard !table.rows.isEmpty else { return }
    try page.console.out.line()
    try page.table(table)
  }

  // MARK: Tables

  private var checks: Table {
    var table = Table([
      Column("CHECK"), Column("VALUE", isNumber: true), Column("LIMIT", isNumber: true),
      Column(""),
    ])
    for check in stats.checks {
      let text = check.value.map { figure($0, check.unit) } ?? "-"
      table.add([
        Cell(check.name), Cell(text, check.isExceeded ? .bad : .plain),
        Cell(figure(check.threshold, check.unit), .faint),
        check.isExceeded ? Cell("exceeded", .bad) : Cell(check.value == nil ? "" : "ok", .faint),
      ])
    }
    return table
  }

  private func figure(_ value: Double, _ unit: Stats.Check.Unit) -> String {
    switch unit {
    case .share: NumberText.text(value * 100) + " %"
    case .seconds: DurationText.text(seconds: value)
    }
  }

  private var missions: Table {
    var table = Table(
      [Column("MISSIONS", least: 14)]
        + ["NEW", "CLAIMED", "DONE", "FAILED", "CANCELLED", "REQUEUED"].map {
          Column($0, isNumber: true)
        })
    func count(_ number: Int, _ style: TextStyle = .plain) -> Cell {
      Cell(CountText.text(number), number == 0 ? .faint : style)
    }
    func add(_ name: Cell, _ work: WorkTally) {
      table.add([
        name, count(work.dispatched), count(work.claimed), count(work.completed, .good),
        count(work.failed, .bad), count(work.cancelled), count(work.requeued),
      ])
    }
    for vp in stats.vps { add(Cell(vp.vpID.rawValue, .strong), vp.work) }
    if stats.vps.count != 1 { add("all", stats.work) }
    return table
  }

  /// What is rare, said only where it happened.
  private var sentences: [String] {
    let work = stats.work
    let modes = work.modesByCount.map { "\($0.mode) \(CountText.text($0.count))" }
    return [
      modes.isEmpty ? nil : "failed by " + modes.joined(separator: ", "),
      work.fallbacks == 0
        ? nil
        : CountText.text(work.fallbacks, "fallback")
          + ", in \(CountText.text(work.endedAfterFallback)) of "
          + CountText.text(work.ended, "ended mission"),
      work.reconciled + work.reversed == 0
        ? nil
        : CountText.text(work.reconciled, "verdict") + " of the reconciler, "
          + "\(CountText.text(work.reversed)) taken back by a worker's own finish",
      work.lateReports == 0
        ? nil : CountText.text(work.lateReports, "late report") + " kept, changing nothing",
    ].compactMap { $0 }
  }

  private var times: Table {
    var table = Table(
      [Column("TIMES", least: 14)]
        + ["RUN p50", "p95", "MAX", "WAIT p50", "p95", "MAX"].map { Column($0, isNumber: true) })
    func add(_ name: Cell, _ work: WorkTally) {
      guard work.run.count + work.queue.count > 0 else { return }
      table.add([name] + cells(work.run) + cells(work.queue))
    }
    for vp in stats.vps { add(Cell(vp.vpID.rawValue, .strong), vp.work) }
    if stats.vps.count > 1 { add("all", stats.work) }
    return table
  }

  private func cells(_ durations: Durations) -> [Cell] {
    (durations.percentiles([50, 95]) + [durations.longest]).map { length in
      Cell(length.map { DurationText.text(seconds: Double($0) / 1_000_000) } ?? "-")
    }
  }

  private var starving: Table {
    var table = Table([
      Column("OLDEST OF TIER"), Column("MISSION"), Column("VP", least: 12),
      Column("WAITS", isNumber: true), Column("FOR"),
    ])
    for item in stats.starving {
      let facts = item.mission.state.facts
      table.add([
        Cell(facts.priorityTier.rawValue), Cell(facts.missionID.short, .strong),
        Cell(facts.vpID.rawValue), Cell(DurationText.text(seconds: item.waitingSeconds)),
        Cell(item.mission.waitingFor.map(MissionText.waiting) ?? ""),
      ])
    }
    return table
  }

  /// What the bridge has not carried, where anything waits or fails.
  private var bridge: Table {
    var table = Table([
      Column("BRIDGE FROM"), Column("BACKLOG", isNumber: true), Column("LAG", isNumber: true),
      Column("ERROR", least: 12, isOptional: true),
    ])
    for source in stats.bridge?.sources ?? []
    where source.waitingSince != nil || source.lastError != nil {
      table.add([
        Cell(source.cursor.ledger, .strong),
        Cell(source.backlog.map { CountText.text($0) } ?? "-"),
        Cell(source.lagSeconds.map { DurationText.text(seconds: $0) } ?? "-"),
        Cell(source.lastError?.message ?? "", .bad),
      ])
    }
    return table
  }

  private var ledgers: Table {
    var table = Table(
      [Column("LEDGER", least: 8)]
        + ["EVENTS", "PAYLOAD", "STORED", "RATIO", "FILE", "WAL"].map {
          Column($0, isNumber: true)
        })
    for ledger in stats.ledgers {
      table.add([
        Cell(ledger.ledger, .strong), Cell(CountText.text(ledger.events)),
        Cell(ByteText.text(ledger.payloadBytes)), Cell(ByteText.text(ledger.storedBytes)),
        Cell(ledger.compressionRatio.map { NumberText.text($0) } ?? "-"),
        Cell(ledger.fileBytes.map(ByteText.text) ?? "-"),
        Cell(ledger.walBytes.map(ByteText.text) ?? "-"),
      ])
    }
    return table
  }

  private var locks: Table {
    var table = Table(
      [Column("LOCK OF", least: 8)]
        + ["WRITES", "WAITED", "RETRIES", "SHARE", "TOGETHER", "LONGEST"].map {
          Column($0, isNumber: true)
        })
    for ledger in stats.ledgers where ledger.locks.takes > 0 {
      let locks = ledger.locks
      func time(_ microseconds: Int64) -> Cell {
        Cell(
          microseconds == 0 ? "-" : DurationText.text(seconds: Double(microseconds) / 1_000_000))
      }
      table.add([
        Cell(ledger.ledger, .strong), Cell(CountText.text(locks.takes)),
        Cell(CountText.text(locks.waits)), Cell(CountText.text(locks.retries)),
        Cell(NumberText.text((locks.share ?? 0) * 100) + " %"), time(locks.waited),
        time(locks.longest),
      ])
    }
    return table
  }
}
