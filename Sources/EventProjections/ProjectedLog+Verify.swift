public import EventLog

extension ProjectedLog {
  /// Returns the first difference between the file's tables, indexes, views and triggers and those
  /// that this program makes; nil if there is none.
  ///
  /// The log itself reports its own missing triggers.
  public func schemaBreak() async throws -> SchemaBreak? {
    let schema = LedgerSchema(projections: projections.stored)
    return try await log.read { try schema.firstBreak($0) }
  }

  /// Reads every row as queries do, except in tables that don't have the program's shape; about a
  /// microsecond each.
  ///
  /// - Throws: `corruptRow` for the first row that can't be read.
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

  /// Compares the rows and the parked events with the log; in full scope also the copies kept for
  /// past moments.
  ///
  /// Rows that are said to end before the log does are compared up to there. Costs as much as a
  /// check, in full scope about twice that.
  ///
  /// - Throws: `outdated` or `newer` if rows are not of the program's version.
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
