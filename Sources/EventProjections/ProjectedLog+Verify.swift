public import EventLog
internal import EventLogSQLite

extension ProjectedLog {
  /// Says what the file's tables, indexes, views and triggers have first that this program would not have made; nil
  /// where they have nothing of the kind.
  ///
  /// Triggers of the log that are gone are told by the log itself.
  public func schemaBreak() async throws -> SchemaBreak? {
    let schema = LedgerSchema(projections: projections.stored)
    return try await log.read { try schema.firstBreak($0) }
  }

  /// Reads every row as queries do, but for those of tables that are not of the program's shape; about a microsecond each.
  ///
  /// Throws `corruptRow` for the first that can't be read.
  public func readRows() async throws {
    let tables = projections.stored.map(\.tables)
    try await log.read { reader in
      try reader.query { connection in
        for table in tables where try table.storedHasShape(connection) {
          try table.readStored(connection)
        }
      }
    }
  }

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
      let stranger = try reader.query { try Catalog.parkedStranger($0) }
      return RowsReport(checks: checks, head: reader.head, parkedStranger: stranger)
    }
  }
}
