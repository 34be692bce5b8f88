package import CanonicalJSON
package import MissionControl
package import MissionModel
import Platform

/// `status`: one glance at a home.
package struct ShowStatus: FleetRequest {
  package static let summary = "Shows ledgers, VPs and everything that needs attention."

  static let since = Parameter(
    "since", .text(bytes: 1...64), standard: "24 hours ago",
    "RFC 3339; from when on the totals count missions that ended.")
  package static let parameters = [since]

  /// The time from which ended missions are counted; nil for the last 24 hours.
  private let since: Instant?

  package init(_ arguments: Arguments) throws(MissionError) {
    since = try arguments.instant(Self.since)
  }

  /// Checks nothing: a time has no bounds.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> StatusAnswer {
    StatusAnswer(report: try await context.fleet.status(since: since))
  }
}

/// What `status` answers.
package struct StatusAnswer: DescribedAnswer {
  package static let fields = [
    Field("home", .text), Field("home_origin", .text), Field("now", .time),
    Field(
      "quiet", .boolean, "Whether nothing needs attention, and every ledger and the bridge work."),
    Field("totals", .anyObject), Field("ledgers", .list(.anyObject)),
    Field("vps", .list(.shape(.vp))), Field("attention", .list(.anyObject)),
  ]

  /// What was seen.
  package let report: StatusReport

  package var warnings: [Warning] { report.warnings }
  package var hint: String? {
    report.attention.first.map { "missionlog " + $0.nextCommand.joined(separator: " ") }
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("home", report.home.path)
    writer.field("home_origin", report.home.origin)
    writer.field("now", report.now.description)
    writer.field("quiet", report.isQuiet)
    writer.field("ledgers", report.ledgers)
    writer.field("totals", report.totals)
    writer.field("vps", report.vps)
    writer.field("attention", report.attention)
  }
}

extension FleetTotals: JSONWritable {
  /// Writes the numbers; `completed`, `failed` and `cancelled` are counted from `since`.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("queued", queued)
      writer.field("running", running)
      writer.field("blocked", blocked)
      writer.field("stale", stale)
      writer.field("attention", attention)
      writer.field("live_workers", liveWorkers)
      writer.field("since", since.description)
      for status in [MissionStatus.completed, .failed, .cancelled] {
        writer.field(status.rawValue, ended[status] ?? 0)
      }
    }
  }
}

extension LedgerStatus: JSONWritable {
  /// Writes how the ledger is.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", ledger)
      writer.field("path", path)
      writer.field("head", head)
      writer.field("error", obstacle)
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
      writer.field("since", since?.description)
      writer.field("objective", mission.state.facts.objectiveShown)
      writer.field("next_command", (["missionlog"] + nextCommand).joined(separator: " "))
    }
  }
}
