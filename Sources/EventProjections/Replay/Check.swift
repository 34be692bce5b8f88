internal import EventLog
internal import EventLogSQLite

/// Folds projections into a private database beside one snapshot and compares the rows.
struct Check {
  /// Rows held in memory before they are written to the private database.
  private static let heldRows = 65_536

  let reader: LogReader
  let projections: [AnyProjection]
  let progress: @Sendable (ReplayProgress) -> Void

  /// Runs the check; the log is read a second time when something differs, to find the events behind it.
  func run() throws -> [CheckReport] {
    let beside = try Connection(Connection.Configuration(path: "", mode: .temporary))
    defer { beside.close() }
    try beside.execute("BEGIN")
    try Catalog.create(beside)
    let folds = projections.map { $0.makeFold() }
    for fold in folds { try fold.createBeside(beside) }
    try fold(into: folds, beside)
    return try reader.query { stored in
      let comparisons = try folds.map { try $0.compare(stored: stored, beside: beside) }
      let differing = zip(folds, comparisons).filter { $0.1.differing > 0 }.map(\.0)
      for fold in differing { _ = try fold.differences(stored: stored, beside: beside) }
      if !differing.isEmpty {
        try reader.forEach { event in
          for fold in differing { fold.trace(event) }
          return true
        }
      }
      return zip(projections, zip(folds, comparisons)).map { projection, found in
        report(projection, found.0, found.1)
      }
    }
  }

  private func fold(into folds: [any TableFold], _ beside: Connection) throws {
    try reader.forEach { event in
      for fold in folds {
        try fold.rows.apply(event, beside)
        if fold.rows.count > Self.heldRows {
          try fold.rows.flush(beside)
          fold.rows.forget()
        }
      }
      if event.position % 50_000 == 0 {
        progress(ReplayProgress(events: event.position, total: reader.head))
      }
      return true
    }
    for fold in folds {
      try fold.rows.flush(beside)
      fold.rows.forget()
      fold.rows.letGo()
    }
    progress(ReplayProgress(events: reader.head, total: reader.head))
  }

  private func report(
    _ projection: AnyProjection, _ fold: any TableFold, _ comparison: TableComparison
  ) -> CheckReport {
    CheckReport(
      name: projection.name, version: projection.version, position: reader.head,
      rows: comparison.foldedDigest.rows, storedDigest: comparison.storedDigest.hexadecimal(),
      foldedDigest: comparison.foldedDigest.hexadecimal(), differing: Int(comparison.differing),
      differences: fold.traced())
  }
}
