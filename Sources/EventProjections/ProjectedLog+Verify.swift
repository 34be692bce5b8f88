public import EventLog
internal import EventLogSQLite

extension ProjectedLog {
  /// Holds the rows against the log, and events that were parked; in full scope also what is kept for past moments.
  ///
  /// Rows that are said to end before the log does are held against the log up to there. Costs what a check costs, in
  /// full scope about as much again. Throws `outdated` or `newer` where rows are not of the program's version.
  public func verifyRows(_ scope: VerifyReport.Scope = .log) async throws -> RowsReport {
    let projections = projections
    return try await log.read { reader in
      let ends = try reader.ends(of: projections.stored)
      var checks: [CheckReport] = []
      for end in Set(ends.values).sorted() {
        let names = ends.filter { $0.value == end }.map(\.key)
        checks += try Check(
          reader: reader.ending(at: end), projections: projections.choosing(names),
          isOfPast: scope == .full, progress: { _ in }
        ).run()
      }
      let strangers = try reader.query { try Catalog.parkedStrangers($0) }
      return RowsReport(checks: checks, head: reader.head, parkedStranger: strangers.first)
    }
  }
}
