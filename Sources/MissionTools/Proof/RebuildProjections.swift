package import CanonicalJSON
import EventLog
package import EventProjections
package import MissionControl
package import MissionModel

/// `rebuild`: folds projections anew from the log and puts the rows in the place of the stored
/// ones.
package struct RebuildProjections: FleetRequest {
  package static let summary =
    "Rebuilds a projection from the log, replacing the stored rows."
  static let downgrade = Parameter(
    "downgrade", .boolean, standard: "false",
    "Whether rows of a newer version than the server's may be replaced.")
  package static let parameters = [ChosenProjections.name, downgrade]

  /// Which projections, by name; nil for all.
  private let names: [String]?
  /// Whether rows of a newer fold than the program's may be replaced.
  private let mayDowngrade: Bool

  package init(names: [String]? = nil, mayDowngrade: Bool = false) {
    self.names = names
    self.mayDowngrade = mayDowngrade
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(
      names: [try arguments.requiredText(ChosenProjections.name)],
      mayDowngrade: try arguments.flag(Self.downgrade) ?? false)
  }

  /// Checks nothing: `perform` refuses a name that no ledger has.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> RebuildAnswer {
    try await answer(context) { _, _ in }
  }

  /// Rebuilds them in every ledger that can be written, telling how far it is.
  ///
  /// - Throws: a ledger's error where nothing could be rebuilt.
  package func answer(
    _ context: ToolContext, progress: @escaping @Sendable (String, ReplayProgress) -> Void
  ) async throws -> RebuildAnswer {
    try context.fleet.checkMayWrite()
    let (answers, warnings) = try await ChosenProjections(names).ask(context.fleet) { log, own in
      let name = log.log.name
      let writable = try await context.fleet.rebuildableLog(named: name)
      let reports = try await writable.rebuild(
        own, downgrade: mayDowngrade, actor: context.call.actor
      ) { progress(name, $0) }
      return reports.map { LedgerProjection(ledger: name, report: $0) }
    }
    if answers.isEmpty, let error = warnings.firstLedgerError { throw error }
    return RebuildAnswer(rebuilt: answers.flatMap(\.self), warnings: warnings)
  }
}

extension RebuildProjections {
  /// Refuses a name that no ledger has before anything is rebuilt.
  package func checkNames(_ context: ToolContext) async throws {
    _ = try await ChosenProjections(names).ask(context.fleet) { _, _ in }
  }

  /// Names the projections that would be rebuilt, and writes nothing.
  ///
  /// - Throws: a ledger's error where none could be read.
  package func rehearsal(_ context: ToolContext) async throws -> RebuildRehearsal {
    try context.fleet.checkMayWrite()
    let (answers, warnings) = try await ChosenProjections(names).ask(context.fleet) { log, own in
      try await log.status().filter { own?.contains($0.name) ?? true }
        .map { LedgerProjection(ledger: log.log.name, report: $0) }
    }
    if answers.isEmpty, let error = warnings.firstLedgerError { throw error }
    return RebuildRehearsal(projections: answers.flatMap(\.self), warnings: warnings)
  }
}

/// What `rebuild --dry-run` answers.
package struct RebuildRehearsal: ToolAnswer {
  /// The state of each projection that would be rebuilt, ledger by ledger.
  package let projections: [LedgerProjection<ProjectionStatus>]
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    writer.field("dry_run", true)
    writer.field("projections", projections)
  }
}

/// What `rebuild` answers.
package struct RebuildAnswer: DescribedAnswer {
  package static let fields = [Field("rebuilt", .list(.anyObject))]

  /// What was rebuilt, ledger by ledger.
  package let rebuilt: [LedgerProjection<RebuildReport>]
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    writer.field("rebuilt", rebuilt)
  }
}

extension RebuildReport: ProjectionFacts {
  package func writeFacts(into writer: inout JSONWriter) {
    writer.field("name", name)
    writer.field("stored_version", storedVersion)
    writer.field("version", version)
    writer.field("position", position)
    writer.field("stored_digest", storedDigest)
    writer.field("digest", digest)
    writer.field("rows", rows)
    writer.field("added", added)
    writer.field("changed", changed)
    writer.field("removed", removed)
  }
}
