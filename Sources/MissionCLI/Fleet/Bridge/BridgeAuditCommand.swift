import ArgumentParser
import MissionReplay
import MissionTools

/// `bridge audit`: proves that nothing was lost, doubled or taken out of order.
struct BridgeAuditCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Prove from the log alone that no event was lost, duplicated or reordered.",
    discussion: """
      Exit: 0 if nothing was found, else 1. A ledger that can't be read, or that is not the one \
      the bridge has read, is a finding. If an operator's cursor move caused a finding, the move \
      is named as its reason.

      Example:
        missionlog bridge audit
      """)

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.ask(
      AuditBridge.self, of: .fleet(path: "bridge/audit"), [:], wait: ServerSession.patience)
    let exit = try answer.exit { !$0.flag("sound") }
    return try place.invocation.showPage(answer, exit: exit) { answer, page in
      for source in try answer.objects("sources") {
        let ledger = try source.text("ledger")
        var isSound = true
        for kind in ["gaps", "duplicates", "rewinds"] where try source.integer(kind) > 0 {
          isSound = false
        }
        let notChecked = try source.optionalText("not_checked")
        let verdict = notChecked == nil ? ", sound" : ", sound in what was checked"
        let items = CountText.text(try source.integer("delivered"), "item")
        try page.line(
          "\(ledger)  up to \(try source.integer("cursor")): \(items), "
            + "\(CountText.text(try source.integer("skipped"))) skipped"
            + (isSound ? verdict : ""),
          isSound && notChecked == nil ? .good : .warning)
        for (kind, list) in [("gap", "gaps"), ("duplicate", "duplicates"), ("rewind", "rewinds")] {
          for finding in try answer.objects(list) where try finding.text("ledger") == ledger {
            try Self.show(kind, finding, page)
          }
        }
        if let notChecked {
          try page.paragraph("not checked: \(notChecked)", indent: 2, .warning)
        }
      }
    }
  }

  private static func show(_ kind: String, _ finding: JSONObject, _ page: Page) throws {
    let (from, to) = (try finding.integer("from"), try finding.integer("to"))
    let range =
      kind == "rewind" ? "from \(to) to \(from)" : from == to ? "\(from)" : "\(from)–\(to)"
    let known = try finding.optionalText("reason")
    let reason = try known ?? "no known reason: a fault, shown by \(finding.text("event_id"))"
    try page.paragraph(
      "\(kind) \(range), \(CountText.text(try finding.integer("count"), "event")): \(reason)",
      indent: 2, known == nil ? .bad : .plain)
  }
}
