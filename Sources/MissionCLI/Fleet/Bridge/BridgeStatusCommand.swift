import ArgumentParser
import MissionReplay
import MissionTools
import Platform

/// `bridge status`: how far the bridge is.
struct BridgeStatusCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how far the bridge is in each ledger.",
    discussion: """
      Example:
        missionlog bridge status
      """)

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let invocation = place.invocation
    let answer = try await place.ask(ShowBridge.self, of: .fleet(path: "bridge"), [:])
    return try invocation.showPage(answer) { answer, page in
      let interval = DurationText.text(seconds: try answer.number("interval_seconds"))
      let isEnabled = answer.flag("enabled")
      try page.line(
        isEnabled
          ? "enabled, looks for events at least every \(interval)"
          : "disabled in servers (bridge_enabled)", isEnabled ? .plain : .warning)
      try page.console.out.line()
      let sources = try answer.objects("sources")
      try page.table(Self.table(sources, page.time))
      for source in sources {
        guard let error = try source.optionalText("last_error") else { continue }
        // Commands in the message stay on one line, to be copied; only the terminal breaks it.
        try page.line(TextWidth.oneLine(page.placing(error)), .bad)
      }
      if answer["hint"] != nil {
        invocation.hintAtWaitingEvents()
      }
    }
  }

  private static func table(_ sources: [JSONObject], _ time: TimeText) throws -> Table {
    var table = Table([
      Column("LEDGER", least: 8), Column("CURSOR", isNumber: true), Column("HEAD", isNumber: true),
      Column("BACKLOG", isNumber: true), Column("DELIVERED", isNumber: true),
      Column("SKIPPED", isNumber: true), Column("LAG", isNumber: true),
      Column("LAST ITEM", isNumber: true),
    ])
    for source in sources {
      let lag = try source.optionalNumber("lag_seconds")
      table.add([
        Cell(try source.text("ledger"), source["last_error"] == nil ? .strong : .bad),
        Cell(CountText.text(try source.integer("cursor"))),
        Cell(try source.optionalInteger("head").map { CountText.text($0) } ?? "?"),
        Cell(try source.optionalInteger("backlog").map { CountText.text($0) } ?? "?"),
        Cell(CountText.text(try source.integer("delivered_total"))),
        Cell(CountText.text(try source.integer("skipped_total"))),
        Cell(lag.map { $0 > 0 ? DurationText.text(seconds: $0) : "none" } ?? "?"),
        Cell(try source.optionalInstant("last_delivered_at").map(time.relative) ?? ""),
      ])
    }
    return table
  }
}

extension Invocation {
  /// Names the way to get waiting events into the feeds; says nothing for a server, where it is
  /// done on its own machine, nor for the past.
  func hintAtWaitingEvents() {
    guard serverURL == nil, isActing else { return }
    hint(["bridge", "run", "--once"], "events wait")
  }
}
