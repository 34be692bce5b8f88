internal import EventLog
internal import EventLogSQLite

extension LogReader {
  /// The last event that the ledger's rows know, as every program that writes them leaves it.
  func projected(_ connection: Connection) throws(SQLiteError) -> Int64 {
    let query = try connection.statement("SELECT projected FROM log_state")
    defer { query.reset() }
    return (try query.step() ? query.optionalInt64(at: 0) : nil) ?? head
  }

  /// Throws unless the rows of these projections are the program's, and know every event of the snapshot.
  func checkRows(of projections: [StoredProjection]) throws {
    let (entries, projected) = try query { connection in
      (try Catalog.entries(connection), try self.projected(connection))
    }
    for projection in projections {
      let entry = entries[projection.name]
      try ProjectionWriter.Condition(stored: entry?.version, program: projection.version)
        .check(projection)
      let position = entry?.position ?? projected
      guard position >= head else {
        throw ProjectionError(
          .outdated, projection: projection.name,
          "the rows of \(projection.name) end at position \(position), the log at \(head): something "
            + "wrote to the ledger without them; open it for writing, which catches up")
      }
    }
  }
}
