internal import EventLog
internal import EventLogSQLite

/// Folds projections into a private database beside one snapshot and compares the rows.
struct Check {
  /// Rows held in memory before they are written to the private database.
  private static let heldRows = 16_384

  let reader: LogReader
  let projections: ProjectionSet
  let progress: @Sendable (ReplayProgress) -> Void

  /// Runs the check; the log is read a second time when something differs, to find the events behind it.
  func run() throws -> [CheckReport] {
    let beside = try Connection(Connection.Configuration(path: "", mode: .temporary))
    defer { beside.close() }
    try beside.execute("BEGIN")
    try Catalog.create(beside)
    let stored = projections.stored
    for projection in stored { try projection.tables.createBeside(beside) }
    try fold(into: beside)
    let comparisons = try reader.query { connection in
      try stored.map { try $0.tables.compare(stored: connection, beside: beside) }
    }
    let differing = zip(stored, comparisons).filter { $0.1.differing > 0 }.map(\.0.name)
    let traced =
      differing.isEmpty
      ? [] : try projections.choosing(differing).members.makeTracers().trace(reader, beside: beside)
    let differences = Dictionary(uniqueKeysWithValues: zip(differing, traced))
    return zip(stored, comparisons).map { projection, comparison in
      report(projection, comparison, differences[projection.name] ?? [])
    }
  }

  private func fold(into beside: Connection) throws {
    let set = projections.members.makeRows(.emptyBeside)
    let (rows, standing) = (set.rows, set.rows.map { _ in Int64(0) })
    try reader.forEach { event in
      try set.apply(event, standing: standing, beside)
      for rows in rows where rows.count > Self.heldRows {
        try rows.flush(beside)
        rows.forget()
      }
      if event.position % 50_000 == 0 {
        progress(ReplayProgress(events: event.position, total: reader.head))
      }
      return true
    }
    for rows in rows { try rows.flush(beside) }
    progress(ReplayProgress(events: reader.head, total: reader.head))
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
