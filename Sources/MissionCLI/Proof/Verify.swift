import ArgumentParser
import MissionReplay
import MissionTools

/// `verify`: recomputes what the ledgers promise.
struct Verify: Command {
  static let configuration = CommandConfiguration(
    abstract: "Recompute order, payloads, roots and projections.",
    discussion: """
      Names the first break of each ledger and what was not checked. Exit: 0 whole, 1 broken.

      Examples:
        missionlog verify --full
        missionlog verify --against /elsewhere/roots
      """)

  @Flag(help: "Check the file's own pages and indexes too, and what is kept for past moments.")
  var full = false

  @Option(
    help: ArgumentHelp(
      "Prove that the logs extend the roots in this file, which root printed; - reads stdin.",
      valueName: "file"), completion: .file())
  var against: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let kept = try roots(invocation).map { try KeptRoots($0) }
    let answer = try await VerifyLedgers(isFull: full, against: kept)
      .answer(try invocation.tools())
    return try show(answer, exit: nil, invocation)
  }

  func validate() throws { try PathInput.check(["--against": against]) }

  /// The text of the roots that were kept elsewhere.
  func roots(_ invocation: Invocation) throws -> String? {
    try against.map { try FileInput.text(of: $0, invocation.console) }
  }

  /// Prints a verdict on each ledger.
  func show(_ answer: some ToolAnswer, exit: Exit?, _ invocation: Invocation) throws -> Exit {
    try invocation.showPage(answer, exit: exit) { answer, page in
      for verdict in try answer.objects("ledgers") { try write(verdict, page) }
    }
  }

  private func write(_ verdict: JSONObject, _ page: Page) throws {
    let ledger = try verdict.text("ledger")
    if let broken = try verdict.optionalText("break") {
      try page.line("\(ledger): BROKEN", .bad)
      try page.paragraph(broken, indent: 2, .bad)
    } else if try verdict.optionalText("root") == nil {
      try page.line("\(ledger): not checked", .warning)
    } else {
      let events = CountText.text(try verdict.integer("size"), "event")
      try page.line("\(ledger): whole, \(events)", .good)
    }
    var record = Record()
    record.add("  root", try verdict.optionalText("root"))
    record.add("  checked", try verdict.texts("checked").joined(separator: ", "))
    record.add("  not checked", try verdict.texts("not_checked").joined(separator: ", "))
    try page.record(record)
  }
}
