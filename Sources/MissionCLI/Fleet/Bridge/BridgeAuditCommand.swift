import ArgumentParser
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// `bridge audit`: proves that nothing was lost, doubled or taken out of order.
struct BridgeAuditCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Prove from the events alone that nothing was lost, doubled or disordered.",
    discussion: """
      Exit: 0 where nothing was found, else 1. An operator's cursor move is named as the reason of what it led to.

      Example:
        missionlog bridge audit
      """)

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let answer = try await AuditBridge().answer(try invocation.tools())
    return try invocation.show(answer) { answer, page in
      for source in answer.result.sources {
        let audit = source.audit
        try page.line(
          "\(audit.ledger)  up to \(audit.position): "
            + "\(CountText.text(audit.delivered, "item")), \(CountText.text(audit.skipped)) skipped"
            + (audit.isSound ? ", sound" : ""), audit.isSound ? .good : .warning)
        try Self.show("gap", audit.gaps, page)
        try Self.show("duplicate", audit.duplicates, page)
        try Self.show("rewind", audit.rewinds, page)
        if let notChecked = source.notChecked {
          try page.paragraph("not checked: \(notChecked)", indent: 2, .warning)
        }
      }
    }
  }

  private static func show(
    _ kind: String, _ findings: [BridgeAudit.Finding], _ page: Page
  ) throws {
    for finding in findings {
      let range =
        kind == "rewind"
        ? "from \(finding.to) to \(finding.from)"
        : finding.from == finding.to ? "\(finding.from)" : "\(finding.from)–\(finding.to)"
      let reason = finding.reason ?? "no reason: a fault, shown by \(finding.event)"
      try page.paragraph(
        "\(kind) \(range), \(CountText.text(finding.count, "event")): \(reason)", indent: 2,
        finding.reason == nil ? .bad : .plain)
    }
  }
}
