internal import EventLog
internal import EventLogSQLite
internal import Platform

/// A rehearsal, which folds projections into a private database beside one snapshot and reports
/// what a rebuild would change.
///
/// The stored rows may be of any version and shape, or missing.
struct Rehearse {
  /// The most bytes that a write-ahead log grows to beside the file.
  private static let mostLogBytes: Int64 = 64 << 20

  let reader: LogReader
  let projections: ProjectionSet
  let clocks: Clocks
  let progress: @Sendable (ReplayProgress) -> Void

  /// Runs the rehearsal; if a row would change, the log is read a second time to find the events
  /// behind it.
  func run() throws -> Rehearsal {
    let start = clocks.monotonic()
    let fold = try FoldBeside(projections, over: reader, progress: progress)
    let microseconds = clocks.monotonic() - start
    let beside = fold.connection
    let tracers = projections.members.makeTracers()
    let traces = try tracers.trace(reader, beside: beside)
    let stored = projections.stored
    let reports = try reader.query { connection in
      let entries = try Catalog.entries(connection)
      return try zip(stored, traces).map { projection, trace in
        try report(projection, entries[projection.name], trace, connection, beside)
      }
    }
    return Rehearsal(
      projections: reports, microseconds: microseconds, diskBytes: try diskBytes(beside))
  }

  private func report(
    _ projection: StoredProjection, _ entry: Catalog.Entry?, _ trace: RowTrace,
    _ connection: Connection, _ beside: Connection
  ) throws -> RehearsalReport {
    let tables = projection.tables
    let digest = try tables.besideDigest(beside)
    let hasShape = try tables.storedHasShape(connection)
    let shape = try tables.storedShape(connection)
    let rows = try tables.storedCount(connection)
    return RehearsalReport(
      name: projection.name, storedVersion: entry?.version, version: projection.version,
      storedRows: rows, rows: digest.rows,
      storedDigest: hasShape ? try tables.storedDigest(connection).hexadecimal() : nil,
      digest: digest.hexadecimal(), isReshaped: !hasShape && rows > 0,
      isComparable: shape?.hasKeys ?? true, newColumns: hasShape ? [] : shape?.lacks ?? [],
      droppedColumns: hasShape ? [] : shape?.others ?? [],
      groups: hasShape || rows > 0 || digest.rows == 0
        ? trace.groups : [RowGroup(change: .added, before: nil, after: nil, rows: digest.rows)],
      differences: trace.differences,
      storedParked: entry == nil ? [] : try Catalog.parked(of: projection.name, connection),
      parked: try Catalog.parked(of: Catalog.beside(projection.name), beside))
  }

  /// The bytes of the new tables and their indexes, and of the write-ahead log that they pass
  /// through.
  private func diskBytes(_ beside: Connection) throws -> Int64 {
    for projection in projections.stored {
      for dense in [false, true] {
        try projection.tables.createIndexes(dense: dense, generation: 1, beside)
      }
    }
    let bytes = try beside.databaseBytes()
    return bytes + min(bytes, Self.mostLogBytes)
  }
}
