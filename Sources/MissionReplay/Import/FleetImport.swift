package import MissionControl
import MissionModel
import MissionStore
import Platform

/// An import of another system's history into a fleet's ledgers: a ledger of the predecessor, or
/// lines of `export`.
package struct FleetImport: Sendable {
  private let fleet: Fleet
  private let call: CallContext

  /// Makes an import on a caller's behalf.
  package init(_ fleet: Fleet, _ call: CallContext) {
    self.fleet = fleet
    self.call = call
  }

  /// Imports a file, or with `isRehearsal` only reports what it would do; a repetition appends
  /// nothing.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - name: the file's name in provenance: every event's actor is `import:` and this name.
  ///   - isRehearsal: whether to append nothing.
  ///   - progress: called with how many missions or lines are done, and of how many.
  /// - Returns: the missions and ledgers that were taken over, and the oddities.
  /// - Throws: `ledger_read_only` for a capsule, a backup and the past; `not_found`,
  ///   `not_a_ledger`, `ledger_corrupt` or `vp_db_locked` for the file; `ledger_read_only` where it
  ///   may not be read; `validation_error` for a pipe, and for an export that was changed;
  ///   `version_conflict` where another process writes to a ledger while it is restored; and the
  ///   errors of the ledgers that take it over. Events appended by then are whole, and the next
  ///   import goes on from there.
  package func run(
    _ path: String, name: String, isRehearsal: Bool = false,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> ImportReport {
    try fleet.checkMayWrite()
    let intake = Intake(
      actor: ImportActor.name(of: name), requestID: call.requestID, redactor: fleet.redactor)
    let thread = BlockingPool(name: "import", threads: 1)
    let (fleet, now) = (fleet, fleet.now)
    guard try await !thread.run({ try ImportSource.isExport(path) }) else {
      let report = ImportReport(form: .jsonl, file: name, isRehearsal: isRehearsal)
      return try await bindingCursors(unless: isRehearsal) {
        try await thread.run {
          var run = ExportImport(
            fleet: fleet, intake: intake, path: path, report: report, progress: progress)
          return try run.run()
        }
      }
    }
    let report = ImportReport(form: .predecessor, file: name, isRehearsal: isRehearsal)
    return try await thread.run {
      let ledger = try LegacyLedger(path)
      defer { ledger.close() }
      var run = LegacyImport(
        fleet: fleet, intake: intake, now: now, report: report, progress: progress)
      return try run.run(ledger)
    }
  }

  /// Imports an export, and then binds the bridge's cursors in every ledger that it had read
  /// before, which has another lineage here: also after an import that failed midway, or that found
  /// all in place.
  private func bindingCursors(
    unless isRehearsal: Bool, _ body: () async throws -> ImportReport
  ) async throws -> ImportReport {
    guard !isRehearsal else { return try await body() }
    do {
      var report = try await body()
      for ledger in try await fleet.rebindCursors(call).unset {
        report.leave(
          "bridge cursor of \(ledger)", nil,
          "the bridge has read another history than that ledger's, and waits until its cursor is set: `bridge cursor "
            + "set N --ledger \(ledger)`")
      }
      return report
    } catch {
      _ = try? await fleet.rebindCursors(call)
      throw error
    }
  }
}
