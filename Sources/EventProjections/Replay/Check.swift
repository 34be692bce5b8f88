internal import EventLog
internal import EventLogSQLite

/// Folds projections into a private database beside one snapshot and compares the rows.
struct Check {
  let reader: LogReader
  let projections: ProjectionSet
  let progress: @Sendable (ReplayProgress) -> Void

  /// Runs the check; the log is read a second time when something differs, to find the events behind it.
  func run() throws -> [CheckReport] {
    let fold = try FoldBeside(projections, over: reader, progress: progress)
    let beside = fold.connection
    let stored = projections.stored
    let comparisons = try reader.query { connection in
      try stored.map { try $0.tables.compare(stored: connection, beside: beside) }
    }
    let differing = zip(stored, comparisons).filter { $0.1.differing > 0 }.map(\.0.name)
    let traced =
      differing.isEmpty
      ? [] : try projections.choosing(differing).members.makeTracers().trace(reader, beside: beside)
    let differences = Dictionary(
      uniqueKeysWithValues: zip(differing, traced.map(\.differences)))
    return zip(stored, comparisons).map { projection, comparison in
      report(projection, comparison, differences[projection.name] ?? [])
    }
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
