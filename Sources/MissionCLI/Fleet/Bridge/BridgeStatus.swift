import ArgumentParser
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// `bridge status`: how far the bridge is.
struct BridgeStatus: Command {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how far the bridge is in each ledger.",
    discussion: """
      Example:
        missionlog bridge status
      """)

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let answer = try await ShowBridge().answer(try invocation.tools())
    return try invocation.show(answer) { answer, page in
      let metrics = answer.metrics
      let interval = DurationText.text(seconds: metrics.intervalSeconds)
      try page.line(
        metrics.isEnabled
          ? "enabled, looks at least every \(interval)"
          : "disabled in servers (bridge_enabled)", metrics.isEnabled ? .plain : .warning)
      try page.console.out.line()
      try page.table(Self.table(metrics, page.time))
      for source in metrics.sources {
        guard let error = source.lastError else { continue }
        try page.paragraph(error.message, .bad)
      }
      if metrics.isBehind { invocation.hint(["bridge", "run", "--once"], "events wait") }
    }
  }

  private static func table(_ metrics: BridgeMetrics, _ time: TimeText) -> Table {
    var table = Table([
      Column("LEDGER", least: 8), Column("CURSOR", isNumber: true), Column("HEAD", isNumber: true),
      Column("BACKLOG", isNumber: true), Column("DELIVERED", isNumber: true),
      Column("SKIPPED", isNumber: true), Column("LAG", isNumber: true),
      Column("LAST ITEM", isNumber: true),
    ])
    for source in metrics.sources {
      let cursor = source.cursor
      table.add([
        Cell(cursor.ledger, source.lastError == nil ? .strong : .bad),
        Cell(CountText.text(cursor.position)), Cell(source.head.map(CountText.text) ?? "?"),
        Cell(source.backlog.map(CountText.text) ?? "?"),
        Cell(CountText.text(cursor.deliveredTotal)), Cell(CountText.text(cursor.skippedTotal)),
        Cell(source.lagSeconds.map { $0 > 0 ? DurationText.text(seconds: $0) : "none" } ?? "?"),
        Cell(cursor.lastDeliveredAt.map(time.relative) ?? ""),
      ])
    }
    return table
  }
}
