package import CanonicalJSON
import EventLog
package import MissionControl
import MissionModel

/// `bridge audit`: proves from the events alone that nothing was lost, doubled or taken out of
/// order.
package struct AuditBridge: BareRequest {
  package static let summary = "Proves from the events that no feed lost or doubled anything."

  package init() {}

  /// Reads the runtime ledger, and the skipped events of each source.
  ///
  /// - Throws: `validation_error` for a capsule: events left out of it would look lost.
  package func perform(_ context: ToolContext) async throws -> BridgeAuditAnswer {
    guard !context.fleet.isCapsule else {
      throw MissionError.validation(
        "a capsule holds only the items of its own missions: audit the home it was made from",
        field: "home")
    }
    return BridgeAuditAnswer(result: try await context.fleet.auditBridge())
  }
}

/// What `bridge audit` answers.
package struct BridgeAuditAnswer: DescribedAnswer {
  package static let fields = [
    Field("sound", .boolean), Field("unexplained", .count), Field("gaps", .list(.anyObject)),
    Field("duplicates", .list(.anyObject)), Field("rewinds", .list(.anyObject)),
    Field("sources", .list(.anyObject)),
  ]

  /// What was found in each source.
  package let result: BridgeAuditResult

  package var warnings: [Warning] { result.warnings }
  /// Whether the readable sources have no finding.
  private var isSound: Bool { result.sources.allSatisfy(\.audit.isSound) }
  /// The findings that nothing explains.
  package var unexplained: Int { result.sources.reduce(0) { $0 + $1.audit.unexplained } }
  package var hint: String? {
    guard !isSound else { return nil }
    return unexplained == 0
      ? "every finding has a reason"
      : "findings without a reason are faults: missionlog log --ledger runtime shows the events"
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("sound", isSound && !leavesOutALedger)
    writer.field("unexplained", unexplained)
    writer.field("gaps", findings(\.gaps))
    writer.field("duplicates", findings(\.duplicates))
    writer.field("rewinds", findings(\.rewinds))
    writer.field("sources", result.sources)
  }

  private func findings(_ kind: KeyPath<BridgeAudit, [BridgeAudit.Finding]>) -> [LedgerFinding] {
    result.sources.flatMap { source in
      source.audit[keyPath: kind].map { LedgerFinding(ledger: source.audit.ledger, finding: $0) }
    }
  }
}

/// One finding with its source.
private struct LedgerFinding: JSONWritable {
  let ledger: String
  let finding: BridgeAudit.Finding

  func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", ledger)
      writer.field("from", finding.from)
      writer.field("to", finding.to)
      writer.field("count", finding.count)
      writer.field("reason", finding.reason)
      writer.field("event_id", finding.event.description)
    }
  }
}

extension BridgeAuditResult.Source: JSONWritable {
  /// Writes what was audited of the source.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", audit.ledger)
      writer.field("cursor", audit.position)
      writer.field("delivered", audit.delivered)
      writer.field("skipped", audit.skipped)
      writer.field("gaps", audit.gaps.count)
      writer.field("duplicates", audit.duplicates.count)
      writer.field("rewinds", audit.rewinds.count)
      writer.field("not_checked", notChecked)
    }
  }
}
