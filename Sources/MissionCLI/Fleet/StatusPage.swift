import MissionControl
import MissionModel
import MissionReplay

/// One glance at a home: what needs attention first, then the VPs, then the ledgers.
struct StatusPage {
  /// How many of the missions that need attention the page has room for.
  private static let shown = 20

  let report: StatusReport
  let page: Page

  func write() throws {
    let quiet = report.isQuiet ? "all quiet" : nil
    let needs = CountText.text(
      report.totals.attention, "mission needs", plural: "missions need")
    let sick = report.ledgers.allSatisfy { $0.error == nil } ? "the disk needs" : "a ledger needs"
    try page.line(
      quiet ?? ((report.attention.isEmpty ? sick : needs) + " attention"),
      report.isQuiet ? .good : .warning)
    try page.line(totals, .faint)
    try writeAttention()
    try page.console.out.line()
    try page.table(VPTable.table(report.vps))
    try page.console.out.line()
    try writeLedgers()
  }

  /// What isn't over, and what ended within a day.
  private var totals: String {
    let totals = report.totals
    let ended = [MissionStatus.completed, .failed, .cancelled].map {
      "\(totals.ended[$0] ?? 0) \($0.rawValue)"
    }
    return "\(totals.queued) queued, \(totals.running) running, \(totals.blocked) blocked; in 24 h "
      + ended.joined(separator: ", ")
  }

  private func writeAttention() throws {
    guard !report.attention.isEmpty else { return }
    let rows = urgent
    try page.console.out.line()
    var table = Table([
      Column("MISSION"), Column("WHY", least: 14), Column("SINCE", isNumber: true),
      Column("OBJECTIVE", least: 12), Column("NEXT"),
    ])
    for item in rows {
      table.add([
        Cell(item.mission.state.facts.missionID.short, .strong),
        Cell(item.reason, MissionInk.style(item.mission)),
        Cell(page.time.age(item.since)),
        Cell(item.mission.state.facts.objectiveHead),
        Cell(next(item), .faint),
      ])
    }
    try page.table(table)
    let more = report.totals.attention - rows.count
    if more > 0 {
      try page.line("\(CountText.text(more)) more: missionlog list --attention", .faint)
    }
  }

  /// What there is room for, oldest first: what isn't over before what is, and of that what ended last.
  private var urgent: [AttentionItem] {
    let isOver = { (item: AttentionItem) in item.mission.state.status.isTerminal }
    let first = report.attention.filter { !isOver($0) }.prefix(Self.shown)
    return first + report.attention.filter(isOver).suffix(Self.shown - first.count)
  }

  /// The next command, its id as short as the table shows it.
  private func next(_ item: AttentionItem) -> String {
    let id = item.mission.state.facts.missionID
    let words = item.nextCommand.map { $0 == id.rawValue ? id.short : $0 }
    return words.joined(separator: " ")
  }

  private func writeLedgers() throws {
    try page.line("\(report.home.path) (\(report.home.origin))", .faint)
    for ledger in report.ledgers {
      let name = "  " + TextWidth.pad(ledger.ledger, to: 8)
      if let error = ledger.error {
        let message = error.message(within: ledger.ledger)
        try page.line("\(name)\(error.code.rawValue): \(message)", .bad)
      } else {
        try page.line(name + CountText.text(ledger.head ?? 0, "event"), .faint)
      }
    }
  }
}
