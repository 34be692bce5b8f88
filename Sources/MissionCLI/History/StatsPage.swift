import MissionControl
import MissionModel
import MissionReplay
import Platform

/// A window's figures on one page: faults first, then the missions, the times, the waits and the
/// ledgers.
struct StatsPage {
  /// The answer of `stats`.
  let stats: JSONObject
  let page: Page

  func write() throws {
    let checks = try stats.objects("checks")
    let exceeded = checks.filter { $0.flag("exceeded") }
    let count = "\(exceeded.count) of \(checks.count) thresholds"
    let isWhole = stats.ledgersLeftOut.isEmpty
    let verdict =
      exceeded.isEmpty
      ? isWhole ? "no threshold is exceeded" : try blindVerdict()
      : "\(count) exceeded: " + (try exceeded.map { try $0.text("name") }).joined(separator: ", ")
    try page.paragraph(verdict, !exceeded.isEmpty ? .bad : isWhole ? .good : .warning)
    try page.line(
      "the last \(DurationText.text(seconds: try stats.number("window_seconds"))), until "
        + page.time.face.full(try stats.instant("until")), .faint)
    try section(table(of: checks))
    for check in exceeded {
      try writeHint(of: check)
    }
    try section(missions())
    for sentence in try sentences() { try page.paragraph(sentence, indent: 2) }
    let times = try times()
    try section(times)
    if !times.rows.isEmpty { try page.line("run times cover completed missions only", .faint) }
    try section(starving())
    try section(bridge())
    try section(ledgers())
    try section(locks())
    try page.console.out.line()
    let durability = try stats.text("durability")
    let isFull = durability == Configuration.Durability.full.rawValue
    let promise =
      isFull
      ? "durability full: every commit is synced"
      : "durability \(durability): a power cut may lose the last commits"
    try page.line(promise, isFull ? .faint : .warning)
  }

  /// Says what to do about an exceeded threshold.
  private func writeHint(of check: JSONObject) throws {
    let name = try check.text("name")
    let command = page.placing(try check.text("next_command"))
    guard name == "lock_retry_rate" else { return try page.line("  \(name): \(command)", .faint) }
    // Only the table below shows waits that are over.
    try page.paragraph(
      "\(name): let one server write for all (serve and --server), or let fewer processes write at once; while "
        + "they wait, \(command) shows who writes", indent: 2, .faint)
  }

  /// The verdict where no threshold is exceeded, but not every ledger could be read.
  private func blindVerdict() throws -> String {
    try stats.objects("ledgers").isEmpty
      ? "no ledger could be read" : "no threshold is exceeded in the readable ledgers"
  }

  private func section(_ table: Table) throws {
    guard !table.rows.isEmpty else { return }
    try page.console.out.line()
    try page.table(table)
  }

  // MARK: Tables

  private func table(of checks: [JSONObject]) throws -> Table {
    var table = Table([
      Column("CHECK"), Column("VALUE", isNumber: true), Column("LIMIT", isNumber: true),
      Column(""),
    ])
    for check in checks {
      let name = try check.text("name")
      let unit = Stats.Check.unit(of: name)
      let value = try check.optionalNumber("value")
      let isExceeded = check.flag("exceeded")
      table.add([
        Cell(name), Cell(value.map { figure($0, unit) } ?? "-", isExceeded ? .bad : .plain),
        Cell(figure(try check.number("threshold"), unit), .faint),
        isExceeded ? Cell("exceeded", .bad) : Cell(value == nil ? "" : "ok", .faint),
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

  private func missions() throws -> Table {
    var table = Table(
      [Column("MISSIONS", least: 14)]
        + ["NEW", "CLAIMED", "DONE", "FAILED", "CANCELLED", "REQUEUED"].map {
          Column($0, isNumber: true)
        })
    func add(_ name: Cell, _ work: JSONObject) throws {
      let counts = try work.object("counts")
      func count(_ name: String, _ style: TextStyle = .plain) throws -> Cell {
        let number = try counts.integer(name)
        return Cell(CountText.text(number), number == 0 ? .faint : style)
      }
      table.add([
        name, try count("dispatched"), try count("claimed"), try count("completed", .good),
        try count("failed", .bad), try count("cancelled"), try count("requeued"),
      ])
    }
    let vps = try stats.objects("vps")
    for vp in vps { try add(Cell(try vp.text("vp_id"), .strong), vp) }
    if vps.count != 1 { try add("all", stats) }
    return table
  }

  /// Sentences about rare events, each only if it happened.
  private func sentences() throws -> [String] {
    let counts = try stats.object("counts")
    var sentences: [String] = []
    let modes = try stats.object("failure_modes")
    if !modes.members.isEmpty {
      let parts = try modes.members.map {
        "\($0.name) \(CountText.text(try modes.integer($0.name)))"
      }
      sentences.append("failures: " + parts.joined(separator: ", "))
    }
    let fallbacks = try counts.integer("fallbacks")
    if fallbacks > 0 {
      let ended = try ["completed", "failed", "cancelled"].map { try counts.integer($0) }
        .reduce(0, +)
      let share = try stats.object("rates").optionalNumber("fallback") ?? 0
      let after = Int64((share * Double(ended)).rounded())
      sentences.append(
        CountText.text(fallbacks, "fallback")
          + ", in \(CountText.text(after)) of \(CountText.text(ended, "ended mission"))")
    }
    let (verdicts, reversed) = (try counts.integer("reconciled"), try counts.integer("reversed"))
    if verdicts + reversed > 0 {
      sentences.append(
        CountText.text(verdicts, "verdict") + " of the reconciler, "
          + "\(CountText.text(reversed)) reversed because the worker finished after all")
    }
    let late = try counts.integer("late_reports")
    if late > 0 {
      sentences.append(CountText.text(late, "late report") + " kept without effect")
    }
    return sentences
  }

  private func times() throws -> Table {
    var table = Table(
      [Column("TIMES", least: 14)]
        + ["RUN p50", "p95", "MAX", "WAIT p50", "p95", "MAX"].map { Column($0, isNumber: true) })
    func add(_ name: Cell, _ work: JSONObject) throws {
      let (run, queue) = (try work.object("run_seconds"), try work.object("queue_seconds"))
      guard try run.integer("count") + queue.integer("count") > 0 else { return }
      table.add([name] + (try cells(run)) + (try cells(queue)))
    }
    let vps = try stats.objects("vps")
    for vp in vps { try add(Cell(try vp.text("vp_id"), .strong), vp) }
    if vps.count > 1 { try add("all", stats) }
    return table
  }

  private func cells(_ durations: JSONObject) throws -> [Cell] {
    try ["p50", "p95", "max"].map { name in
      Cell(try durations.optionalNumber(name).map { DurationText.text(seconds: $0) } ?? "-")
    }
  }

  private func starving() throws -> Table {
    var table = Table([
      Column("OLDEST OF TIER"), Column("MISSION"), Column("VP", least: 12),
      Column("WAITS", isNumber: true), Column("FOR"),
    ])
    for item in try stats.objects("starving") {
      table.add([
        Cell(try item.text("priority_tier")), Cell(try item.missionID.short, .strong),
        Cell(try item.text("vp_id")),
        Cell(DurationText.text(seconds: try item.number("waiting_seconds"))),
        Cell(try item.optionalWord("waiting_for").map(MissionText.waiting) ?? ""),
      ])
    }
    return table
  }

  /// The events that the bridge has not carried, where any waits or fails.
  private func bridge() throws -> Table {
    var table = Table([
      Column("BRIDGE FROM"), Column("BACKLOG", isNumber: true), Column("LAG", isNumber: true),
      Column("ERROR", least: 12, isOptional: true),
    ])
    for source in try stats.optionalObject("bridge")?.objects("sources") ?? [] {
      let lag = try source.optionalNumber("lag_seconds")
      let error = try source.optionalObject("last_error")?.text("message")
      guard lag ?? 0 > 0 || error != nil else { continue }
      table.add([
        Cell(try source.text("ledger"), .strong),
        Cell(try source.optionalInteger("backlog").map { CountText.text($0) } ?? "-"),
        Cell(lag.map { DurationText.text(seconds: $0) } ?? "-"), Cell(error ?? "", .bad),
      ])
    }
    return table
  }

  private func ledgers() throws -> Table {
    var table = Table(
      [Column("LEDGER", least: 8)]
        + ["EVENTS", "PAYLOAD", "STORED", "RATIO", "FILE", "WAL"].map {
          Column($0, isNumber: true)
        })
    for ledger in try stats.objects("ledgers") {
      table.add([
        Cell(try ledger.text("ledger"), .strong),
        Cell(CountText.text(try ledger.integer("events"))),
        Cell(ByteText.text(try ledger.integer("payload_bytes"))),
        Cell(ByteText.text(try ledger.integer("stored_bytes"))),
        Cell(try ledger.optionalNumber("compression_ratio").map { NumberText.text($0) } ?? "-"),
        Cell(try ledger.optionalInteger("file_bytes").map(ByteText.text) ?? "-"),
        Cell(try ledger.optionalInteger("wal_bytes").map(ByteText.text) ?? "-"),
      ])
    }
    return table
  }

  private func locks() throws -> Table {
    var table = Table(
      [Column("LOCK OF", least: 8)]
        + ["WRITES", "WAITED", "RETRIES", "SHARE", "TOGETHER", "LONGEST"].map {
          Column($0, isNumber: true)
        })
    func time(_ seconds: Double) -> Cell {
      Cell(seconds == 0 ? "-" : DurationText.text(seconds: seconds))
    }
    for ledger in try stats.objects("ledgers") {
      let locks = try ledger.object("locks")
      let writes = try locks.integer("writes")
      guard writes > 0 else { continue }
      table.add([
        Cell(try ledger.text("ledger"), .strong), Cell(CountText.text(writes)),
        Cell(CountText.text(try locks.integer("waits"))),
        Cell(CountText.text(try locks.integer("retries"))),
        Cell(NumberText.text((try locks.optionalNumber("share") ?? 0) * 100) + " %"),
        time(try locks.number("waited_seconds")), time(try locks.number("longest_seconds")),
      ])
    }
    return table
  }
}
