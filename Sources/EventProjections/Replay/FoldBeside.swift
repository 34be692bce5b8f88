internal import EventLog
internal import EventLogSQLite

/// A fold of one snapshot into tables of a private database, which ends with this value; nothing in
/// the ledger changes.
struct FoldBeside {
  /// The most rows held in memory before they are written to the private database.
  private static let heldRows = 16_384

  /// The private database, with one table for each projection.
  let connection: Connection

  /// Folds every event of the snapshot, copying the rows at the moments of `kept`; memory stays
  /// flat, since the database spills to a temporary file.
  init(
    _ projections: ProjectionSet, over reader: LogReader, keeping kept: KeptRows = KeptRows(),
    progress: @Sendable (ReplayProgress) -> Void
  ) throws {
    connection = try Connection(Connection.Configuration(path: "", mode: .temporary))
    try connection.execute("BEGIN")
    try Catalog.create(connection)
    for projection in projections.stored { try projection.tables.createBeside(connection) }
    try Self.fold(projections, over: reader, into: connection, kept, progress)
  }

  private static func fold(
    _ projections: ProjectionSet, over reader: LogReader, into connection: Connection,
    _ kept: KeptRows, _ progress: @Sendable (ReplayProgress) -> Void
  ) throws {
    let set = projections.members.makeRows(.emptyBeside)
    let (rows, standing) = (set.rows, set.rows.map { _ in Int64(0) })
    try reader.forEach { event in
      try set.apply(event, standing: standing, connection)
      for rows in rows where rows.count > Self.heldRows {
        try rows.flush(connection)
        rows.forget()
      }
      if kept.isMoment(event.position) {
        for rows in rows { try rows.flush(connection) }
        try kept.keep(at: event.position, connection)
      }
      if event.position % 50_000 == 0 {
        progress(ReplayProgress(events: event.position, total: reader.head))
      }
      return true
    }
    for rows in rows { try rows.flush(connection) }
    progress(ReplayProgress(events: reader.head, total: reader.head))
  }
}
