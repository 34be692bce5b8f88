import MissionControl
import MissionModel
import MissionReplay
import Platform

/// One glance at a home: what needs attention first, then the VPs, then the ledgers.
struct StatusPage {
  /// How many missions that need attention fit on the page.
  private static let shown = 20

  /// The answer of `status`.
  let status: JSONObject
  let page: Page

  func write() throws {
    let isQuiet = status.flag("quiet")
    try page.line(isQuiet ? "all quiet" : try need() + " attention", isQuiet ? .good : .warning)
    try page.line(try totals(), .faint)
    try writeAttention()
    try page.console.out.line()
    try page.table(VPTable.table(try status.objects("vps")))
    try page.console.out.line()
    try writeLedgers()
  }

  /// What needs attention, in words.
  private func need() throws -> String {
    let missions = try status.object("totals").count("attention")
    if missions > 0 {
      return CountText.text(missions, "mission needs", plural: "missions need")
    }
    if try status.objects("ledgers").contains(where: { $0["error"] != nil }) {
      return "a ledger needs"
    }
    let isStopped = try status.objects("warnings").contains { warning in
      try warning.optionalText("code") == Warning.Kind.bridgeStopped.rawValue
    }
    return isStopped ? "the bridge needs" : "the disk needs"
  }

  /// The numbers of missions that are not over, and of those that ended within a day.
  private func totals() throws -> String {
    let totals = try status.object("totals")
    func counts(_ names: [String]) throws -> String {
      try names.map { "\(try totals.integer($0)) \($0)" }.joined(separator: ", ")
    }
    return try counts(["queued", "running", "blocked"]) + "; in 24 h "
      + counts(["completed", "failed", "cancelled"])
  }

  private func writeAttention() throws {
    let items = try status.objects("attention").map { try Item($0) }
    guard !items.isEmpty else { return }
    let rows = urgent(items)
    try page.console.out.line()
    var table = Table([
      Column("MISSION"), Column("WHY", least: 14), Column("SINCE", isNumber: true),
      Column("OBJECTIVE", least: 12), Column("NEXT"),
    ])
    for item in rows {
      table.add([
        Cell(item.id.short, .strong), Cell(item.reason, MissionInk.style(item.status)),
        Cell(item.since.map(page.time.age) ?? ""), Cell(item.objective), Cell(item.next, .faint),
      ])
    }
    try page.table(table)
    let more = try status.object("totals").count("attention") - rows.count
    if more > 0 {
      let list = Hint.command(["list", "--attention"], carrying: page.place)
      try page.line("\(CountText.text(more)) more: \(list)", .faint)
    }
  }

  /// The items that fit, oldest first: those that are not over take precedence, then those that
  /// ended last.
  private func urgent(_ items: [Item]) -> [Item] {
    let open = items.filter { !$0.status.isTerminal }.prefix(Self.shown)
    let over = items.filter(\.status.isTerminal).suffix(Self.shown - open.count)
    let chosen = Set((open + over).map(\.id))
    return items.filter { chosen.contains($0.id) }
  }

  private func writeLedgers() throws {
    try page.line("\(status.text("home")) (\(status.text("home_origin")))", .faint)
    for ledger in try status.objects("ledgers") {
      let ledgerName = try ledger.text("ledger")
      let name = "  " + TextWidth.pad(ledgerName, to: 8)
      if let error = try ledger.optionalObject("error") {
        let message = MissionError.message(try error.text("message"), within: ledgerName)
        try page.line("\(name)\(error.text("code")): \(message)", .bad)
      } else {
        try page.line(name + CountText.text(try ledger.integer("head"), "event"), .faint)
      }
    }
  }
}

extension StatusPage {
  /// A mission that needs a person.
  private struct Item {
    let id: MissionID
    let status: EffectiveStatus
    let reason: String
    let since: Instant?
    let objective: String
    /// The next command, with the id as short as in the table.
    let next: String

    init(_ item: JSONObject) throws {
      id = try item.missionID
      status = try item.word("effective_status")
      reason = try item.text("reason")
      since = try item.optionalInstant("since")
      objective = try item.text("objective")
      let command = try item.text("next_command").trimmingPrefix("missionlog ")
      next = String(command).replacing(id.rawValue, with: id.short)
    }
  }
}
