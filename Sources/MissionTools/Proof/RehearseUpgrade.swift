package import CanonicalJSON
import EventLog
package import EventProjections
package import MissionControl

/// `rehearse`: what a rebuild by this program would change, before it is made.
package struct RehearseUpgrade: Sendable {
  /// Which projections, by name; nil for all.
  private let names: [String]?

  package init(names: [String]? = nil) {
    self.names = names
  }

  /// Folds the log of every ledger that can be read beside its rows, telling how far it is; nothing
  /// is written.
  package func answer(
    _ context: ToolContext,
    progress: @escaping @Sendable (String, ReplayProgress) -> Void = { _, _ in }
  ) async throws -> UpgradeAnswer {
    let upcasting = context.fleet.upcasting
    let (answers, warnings) = try await ChosenProjections(names).ask(context.fleet) { log, own in
      let name = log.log.name
      return RehearsedLedger(
        ledger: name,
        rehearsal: try await log.rehearse(own) { progress(name, $0) },
        unread: try await UnreadEvents.of(log, upcasting))
    }
    return UpgradeAnswer(
      ledgers: answers, freeBytes: context.fleet.surroundings.freeBytes(context.fleet.home.path),
      warnings: warnings)
  }
}

/// What a rebuild of one ledger would change.
package struct RehearsedLedger: Sendable {
  /// The ledger.
  package let ledger: String
  /// What would become of its projections.
  package let rehearsal: Rehearsal
  /// The events that no projection can read.
  package let unread: [UnreadEvents]
}

/// What `rehearse` answers.
package struct UpgradeAnswer: ToolAnswer {
  /// What would become of each ledger.
  package let ledgers: [RehearsedLedger]
  /// The free bytes of the disk; nil if unknown.
  package let freeBytes: Int64?
  package let warnings: [Warning]

  /// The projections, ledger by ledger.
  package var projections: [LedgerProjection<RehearsalReport>] {
    ledgers.flatMap { ledger in
      ledger.rehearsal.projections.map { LedgerProjection(ledger: ledger.ledger, report: $0) }
    }
  }

  /// Whether a rebuild would change anything stored.
  package var changesAnything: Bool { projections.contains { $0.report.changesAnything } }
  /// How long a rebuild of all projections would take, judged by this rehearsal.
  package var seconds: Double {
    Double(ledgers.reduce(0) { $0 + $1.rehearsal.microseconds }) / 1_000_000
  }
  /// How many bytes a rebuild needs at once: ledgers are rebuilt one after the other.
  package var diskBytes: Int64 { ledgers.map(\.rehearsal.diskBytes).max() ?? 0 }

  package var hint: String? {
    guard changesAnything else { return nil }
    let isNewer = projections.contains { ($0.report.storedVersion ?? 0) > $0.report.version }
    return isNewer
      ? "missionlog rebuild --downgrade takes newer rows back to this version's"
      : "missionlog rebuild makes the change; if versions differ, the next command that writes "
        + "makes it too, unless auto_rebuild is off"
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("changes", changesAnything)
    writer.field("seconds", seconds)
    writer.field("disk_bytes", diskBytes)
    writer.field("free_bytes", freeBytes)
    writer.field("projections", projections)
    writer.field("unknown_events", ledgers.flatMap(\.unread))
  }
}

extension RehearsalReport: ProjectionFacts {
  package func writeFacts(into writer: inout JSONWriter) {
    writer.field("name", name)
    writer.field("stored_version", storedVersion)
    writer.field("version", version)
    writer.field("changes", changesAnything)
    writer.field("stored_rows", storedRows)
    writer.field("rows", rows)
    writer.field("added", count(.added))
    writer.field("changed", count(.changed))
    writer.field("removed", count(.removed))
    writer.field("by_status", groups)
    writer.field("reshaped", isReshaped)
    writer.field("comparable", isComparable)
    writer.field("new_columns", newColumns)
    writer.field("dropped_columns", droppedColumns)
    writer.field("stored_digest", storedDigest)
    writer.field("digest", digest)
    writer.field("stored_parked", storedParked)
    writer.field("parked", parked)
    writer.field("differences", differences)
  }
}

extension RowGroup: JSONWritable {
  /// Writes how many rows change, and how.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("change", change.rawValue)
      writer.field("status_before", before)
      writer.field("status_after", after)
      writer.field("rows", rows)
    }
  }
}

extension ParkedEvent: JSONWritable {
  /// Writes where the event is, and why it could not be folded.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("position", position)
      writer.field("error", error)
    }
  }
}
