internal import EventLog
internal import EventLogSQLite

/// A check that folds projections into a private database beside one snapshot and compares the
/// rows.
struct Check {
  let reader: LogReader
  let projections: ProjectionSet
  /// Whether the copies kept for past moments are compared too.
  var isOfPast = false
  let progress: @Sendable (ReplayProgress) -> Void

  /// Runs the check; if something differs, the log is read a second time to find the events behind
  /// it.
  func run() throws -> [CheckReport] {
    let stored = projections.stored
    let kept = try isOfPast ? reader.query { try KeptRows(of: stored, in: $0) } : nil
    let fold = try FoldBeside(
      projections, over: reader, keeping: kept ?? KeptRows(), progress: progress)
    let beside = fold.connection
    let comparisons = try reader.query { connection in
      try stored.map { try $0.tables.compare(stored: connection, beside: beside) }
    }
    let differing = zip(stored, comparisons).filter { $0.1.differing > 0 }.map(\.0.name)
    let traced =
      differing.isEmpty
      ? [] : try projections.choosing(differing).members.makeTracers().trace(reader, beside: beside)
    let differences = Dictionary(
      uniqueKeysWithValues: zip(differing, traced.map(\.differences)))
    return try reader.query { connection in
      try zip(stored, comparisons).map { projection, comparison in
        var report = report(projection, comparison, differences[projection.name] ?? [])
        report.parkedBreak = try parkedBreak(of: projection.name, connection, beside)
        report.keptBreak = try kept?.firstBreak(
          of: projection, through: reader.head, in: connection, beside: beside)
        return report
      }
    }
  }

  /// The first event that is parked only in the ledger, or only by the fold.
  ///
  /// Reasons are not compared: another build may word them otherwise.
  private func parkedBreak(
    of name: String, _ ledger: Connection, _ beside: Connection
  ) throws(SQLiteError) -> Int64? {
    let stored = try Catalog.parked(of: name, ledger).map(\.position)
    let folded = try Catalog.parked(of: Catalog.beside(name), beside).map(\.position)
    return Set(stored).symmetricDifference(folded).min()
  }

  private func report(
    _ projection: StoredProjection, _ comparison: TableComparison, _ differences: [RowDifference]
  ) -> CheckReport {
    CheckReport(
      name: projection.name, version: projection.version, position: reader.head,
      rows: comparison.foldedDigest.rows, storedDigest: comparison.storedDigest.hexadecimal(),
      foldedDigest: comparison.foldedDigest.hexadecimal(), differing: Int(comparison.differing),
      differences: differences)
  }
}
