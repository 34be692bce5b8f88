import EventLog
import EventProjections

/// What a restored ledger holds beside its events, set right by these.
struct RestoredRows {
  let fleet: Fleet

  /// Folds each projection of a ledger anew that is not what the log says, and tells of it and of what a rebuild doesn't
  /// mend; rows of another version of the program are left to its first writer.
  func mend(_ ledger: String, _ call: CallContext) async throws -> [Warning] {
    let log = try await fleet.log(ledger)
    var broken: [String] = []
    // A table that is missing stands in the way of a look at the rows.
    while let found = try await log.schemaBreak() {
      guard let name = found.projection, !broken.contains(name) else {
        return [warning(of: ledger, "the file's schema: \(found.message)")]
      }
      try await rebuild([name], of: ledger, call)
      broken.append(name)
    }
    do {
      let rows = try await log.verifyRows(.full)
      var names = rows.checks.filter { !$0.isWhole }.map(\.name)
      if names.isEmpty, rows.parkedStranger != nil { names = log.projectionNames }
      if !names.isEmpty { try await rebuild(names, of: ledger, call) }
      broken += names
    } catch let error as ProjectionError where [.outdated, .newer].contains(error.code) {}
    return broken.map { name in
      warning(
        of: ledger,
        "the backup's projection \(name) was not what its events say, and was rebuilt from them")
    }
  }

  private func rebuild(_ names: [String], of ledger: String, _ call: CallContext) async throws {
    try await fleet.rebuildableLog(named: ledger).rebuild(names, actor: call.actor)
  }

  private func warning(of ledger: String, _ message: String) -> Warning {
    Warning(.backupDamaged, "ledger \(ledger): \(message)")
  }
}
