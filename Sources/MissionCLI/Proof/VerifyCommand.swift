import ArgumentParser
import MissionReplay
import MissionTools

/// `verify`: recomputes what the ledgers promise.
struct VerifyCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Recompute order, payloads, roots and projections.",
    discussion: """
      Names the first break in each ledger, and what was not checked. Exit: 0 if whole, 1 if \
      broken.

      Examples:
        missionlog verify --full
        missionlog verify --against /elsewhere/roots
      """)

  @Flag(
    help: "Also check the files' pages and indexes, and the data kept for answers about the past.")
  var full = false

  @Option(
    help: ArgumentHelp(
      "Prove that the logs extend the roots that root printed into this file; '-' reads standard input.",
      valueName: "file"), completion: .file())
  var against: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let roots = try against.map { try FileInput.text(of: $0, place.invocation.console) }
    // A file that holds no roots is refused here, before a server is asked.
    let kept = try roots.map { try KeptRoots($0) }
    // A home takes a file of any length.
    let answer: any ToolAnswer = try await place.either(
      home: { try await VerifyLedgers(isFull: full, against: kept).answer($0.tools) },
      server: { server in
        try await server.post(
          "verify",
          [
            "full": full ? JSONInput.literal("true") : nil, "against": roots.map(JSONInput.text),
          ], wait: ServerSession.patience)
      })
    let exit = try answer.exit { !$0.flag("sound") }
    return try place.invocation.showPage(answer, exit: exit) { answer, page in
      let verdicts = try answer.objects("ledgers")
      for verdict in verdicts { try write(verdict, page) }
      let breaks = try verdicts.compactMap { try $0.optionalText("break") }
      place.invocation.hintAtBackup(for: breaks)
    }
  }

  func validate() throws { try PathInput.check(["--against": against]) }

  private func write(_ verdict: JSONObject, _ page: Page) throws {
    let ledger = try verdict.text("ledger")
    if let broken = try verdict.optionalText("break") {
      try page.line("\(ledger): BROKEN", .bad)
      try page.paragraph(page.placing(broken), indent: 2, .bad)
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

extension Invocation {
  /// Names the last resort for a broken ledger whose break names no way of its own; nothing for a
  /// copy.
  fileprivate func hintAtBackup(for breaks: [String]) {
    let isMended = breaks.allSatisfy { $0.contains("missionlog ") || $0.contains("`rebuild`") }
    guard isActing, !isMended else { return }
    hint(["restore", "BACKUP", "--home", "NEW"], "to go back to a whole backup")
  }
}
