package import CanonicalJSON
package import MissionControl
import MissionModel
import Platform

/// `status`: one glance at a home.
package struct ShowStatus: Sendable {
  /// Makes a call.
  package init() {}

  /// Looks.
  package func answer(_ context: ToolContext) async throws -> StatusAnswer {
    StatusAnswer(report: try await context.fleet.status())
  }
}

/// What `status` answers.
package struct StatusAnswer: ToolAnswer {
  /// What was seen.
  package let report: StatusReport

  package var warnings: [Warning] { report.warnings }
  package var foundSomething: Bool { !report.isQuiet }
  package var hint: String? {
    report.attention.first.map { "missionlog " + $0.nextCommand.joined(separator: " ") }
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("home", report.home.path)
    writer.field("home_origin", report.home.origin)
    writer.field("now", report.now.description)
    writer.field("quiet", report.isQuiet)
    writer.field("ledgers", report.ledgers)
    writer.field("vps", report.vps)
    writer.field("attention", report.attention)
  }
}

extension LedgerStatus: JSONWritable {
  /// Writes how the ledger is.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", ledger)
      writer.field("path", path)
      writer.field("head", head)
      writer.field("error", error)
    }
  }
}

extension AttentionItem: JSONWritable {
  /// Writes the mission in short, and why it is here.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("mission_id", mission.state.facts.missionID.rawValue)
      writer.field("vp_id", mission.state.facts.vpID.rawValue)
      writer.field("effective_status", mission.effectiveStatus.rawValue)
      writer.field("reason", reason)
      writer.field("since", since.description)
      writer.field("objective", mission.state.facts.objectiveHead)
      writer.field("next_command", (["missionlog"] + nextCommand).joined(separator: " "))
    }
  }
}
