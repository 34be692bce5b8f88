import ArgumentParser
import MissionReplay
import MissionTools

/// `verify`: recomputes what the ledgers promise.
struct Verify: Command {
  static let configuration = CommandConfiguration(
    abstract: "Recompute order, payloads, roots and projections.",
    discussion: """
      Names the first break of each ledger and what was not checked. Exit: 0 whole, 1 broken.

      Example:
        missionlog verify --full
        missionlog verify --against /elsewhere/roots
      """)

  @Flag(help: "Check the file's own pages and indexes too.") var full = false

  @Option(
    help: ArgumentHelp(
      "Prove that the logs extend the roots in this file, which root printed; - reads stdin.",
      valueName: "file"), completion: .file())
  var against: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let kept = try against.map {
      try KeptRoots(try FileInput.text(of: $0, invocation.console))
    }
    let answer = try await VerifyLedgers(isFull: full, against: kept)
      .answer(try invocation.tools())
    return try invocation.show(answer) { answer, page in
      for verdict in answer.ledgers { try write(verdict, page) }
    }
  }

  private func write(_ verdict: LedgerVerdict, _ page: Page) throws {
    let events = CountText.text(verdict.size, "event")
    if let broken = verdict.firstBreak {
      try page.line("\(verdict.ledger): BROKEN", .bad)
      try page.paragraph(broken, indent: 2, .bad)
    } else {
      try page.line("\(verdict.ledger): whole, \(events)", .good)
    }
    var record = Record()
    record.add("  root", verdict.root)
    record.add("  checked", verdict.checked.joined(separator: ", "))
    record.add("  not checked", verdict.notChecked.joined(separator: ", "))
    try page.record(record)
  }
}
