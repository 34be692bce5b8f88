package import CanonicalJSON
import EventLog
package import EventProjections
package import MissionControl
import Platform

/// `projections`: how each projection stands in each ledger.
package struct ListProjections: BareRequest {
  package static let summary = "Lists each projection's position, rows and digest."

  package init() {}

  /// Reads every projection's row count, digest and parked events, and counts the unreadable
  /// events.
  package func perform(_ context: ToolContext) async throws -> ProjectionsAnswer {
    let upcasting = context.fleet.upcasting
    let (answers, warnings) = try await context.fleet.askLogs { log in
      (
        try await log.status().map { LedgerProjection(ledger: log.log.name, report: $0) },
        try await UnreadEvents.of(log, upcasting)
      )
    }
    return ProjectionsAnswer(
      projections: answers.flatMap(\.0), unread: answers.flatMap(\.1), warnings: warnings)
  }
}

/// A report on one projection of one ledger.
package struct LedgerProjection<Report: Sendable>: Sendable {
  /// The ledger.
  package let ledger: String
  /// The report.
  package let report: Report
}

/// What `projections` answers.
package struct ProjectionsAnswer: DescribedAnswer {
  package static let fields = [
    Field("projections", .list(.anyObject)), Field("unknown_events", .list(.anyObject)),
  ]

  /// The projections, ledger by ledger.
  package let projections: [LedgerProjection<ProjectionStatus>]
  /// The events of later builds, which no projection can read.
  package let unread: [UnreadEvents]
  package let warnings: [Warning]

  package var hint: String? {
    let isOld = projections.contains { $0.report.storedVersion != $0.report.version }
    return isOld ? "missionlog rehearse shows what a rebuild would change" : nil
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("projections", projections)
    writer.field("unknown_events", unread)
  }
}

extension LedgerProjection: JSONWritable where Report: ProjectionFacts {
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", ledger)
      report.writeFacts(into: &writer)
    }
  }
}

/// A report on a projection that writes itself as members of an object.
package protocol ProjectionFacts {
  /// Writes the members.
  func writeFacts(into writer: inout JSONWriter)
}

extension ProjectionStatus: ProjectionFacts {
  package func writeFacts(into writer: inout JSONWriter) {
    writer.field("name", name)
    writer.field("version", version)
    writer.field("stored_version", storedVersion)
    writer.field("built_at", builtAt?.description)
    writer.field("position", position)
    writer.field("rows", rows)
    writer.field("digest", digest)
    writer.field("parked", parked)
  }
}
