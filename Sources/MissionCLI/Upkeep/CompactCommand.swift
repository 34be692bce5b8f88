import ArgumentParser
import EventLog
import MissionReplay
import MissionTools

/// `compact`: smaller ledgers with the same roots.
struct CompactCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "compact",
    abstract: "Make the ledgers' files smaller without changing their roots.",
    discussion: """
      Compresses payloads again at LZ4's strongest level, with a dictionary made from the \
      ledger's own payloads, then recomputes every leaf and the root. Other processes can read \
      and write meanwhile. If it is killed, run it again: it continues where it stopped. While \
      it runs, it needs about as much additional space as the events take. A ledger that can't \
      be compacted is left out; the exit code is its error's. Files of an older format are \
      upgraded.

      Examples:
        missionlog compact --dry-run
        missionlog compact --ledger vp
      """)

  @Option(help: ArgumentHelp("Only this ledger.", valueName: "name")) var ledger: String?

  @Flag(help: "Show the ledgers that would be compacted; change nothing.") var dryRun = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let call = CompactLedgers(ledger: ledger)
    guard !dryRun else { return try show(try await call.rehearsal(tools), invocation) }
    let answer = try await invocation.withProgress("compacting") { bar in
      try await call.answer(tools) { _, progress in
        if progress.stage == .payloads { bar.update(done: progress.done, of: progress.total) }
      }
    }
    return try invocation.show(answer, failing: answer.leftOut) { answer, page in
      var table = Table([
        Column("LEDGER"), Column("EVENTS", isNumber: true), Column("FILE BEFORE", isNumber: true),
        Column("AFTER", isNumber: true), Column("PAYLOADS", isNumber: true),
        Column("STORED BEFORE", isNumber: true), Column("AFTER", isNumber: true),
      ])
      for report in answer.reports {
        table.add([
          Cell(report.root.ledger, .strong), Cell(CountText.text(report.root.size)),
          Cell(ByteText.text(report.before.file)), Cell(ByteText.text(report.after.file)),
          Cell(ByteText.text(report.after.payloads)), Cell(ByteText.text(report.before.stored)),
          Cell(ByteText.text(report.after.stored)),
        ])
      }
      try page.table(table)
      for report in answer.reports {
        // The line of `root` without its time: never cut.
        try page.line("\(report.root.ledger) \(report.root.size) \(report.root.hex)", .faint)
      }
    }
  }

  /// Prints what would be done.
  private func show(_ answer: CompactRehearsal, _ invocation: Invocation) throws -> Exit {
    try invocation.show(answer, failing: answer.leftOut) { answer, page in
      var table = Table([
        Column("LEDGER"), Column("EVENTS", isNumber: true), Column("FILE", isNumber: true),
      ])
      for ledger in answer.ledgers {
        table.add([
          Cell(ledger.name, .strong), Cell(CountText.text(ledger.events)),
          Cell(ByteText.text(ledger.fileBytes)),
        ])
      }
      try page.table(table)
      try page.line("would be compacted; nothing was changed", .faint)
    }
  }
}
