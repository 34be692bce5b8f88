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
    let ends = try ends(of: projections)
    for projection in projections {
      guard let end = ends[projection.name], end < head else { continue }
      throw ProjectionError.behind(projection.name, at: end, of: head)
    }
  }

  /// The last event that the rows of each projection are said to know, by its name; throws unless they are of the
  /// program's version.
  func ends(of projections: [StoredProjection]) throws -> [String: Int64] {
    let (entries, projected) = try query { connection in
      (try Catalog.entries(connection), try self.projected(connection))
    }
    var ends: [String: Int64] = [:]
    for projection in projections {
      let entry = entries[projection.name]
      try ProjectionWriter.Condition(stored: entry?.version, program: projection.version)
        .check(projection)
      ends[projection.name] = min(max(0, entry?.position ?? projected), head)
    }
    return ends
  }
}

extension ProjectionError {
  /// Says that a projection's rows end before the log does.
  static func behind(_ name: String, at position: Int64, of head: Int64) -> ProjectionError {
    ProjectionError(
      .outdated,
      "the rows of \(name) end at position \(position), the log at \(head): something wrote to the ledger "
        + "without them; open it for writing, which catches up")
  }
}
