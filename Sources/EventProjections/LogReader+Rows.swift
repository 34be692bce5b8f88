internal import EventLog
internal import EventLogSQLite

extension LogReader {
  /// The last event that the ledger's rows include, as every program that writes them records it.
  func projected(_ connection: Connection) throws(SQLiteError) -> Int64 {
    let query = try connection.statement("SELECT projected FROM log_state")
    defer { query.reset() }
    return (try query.step() ? query.optionalInt64(at: 0) : nil) ?? head
  }

  /// Checks that the rows of these projections are the program's, and include every event of the
  /// snapshot.
  ///
  /// - Throws: `outdated`, `newer` or `corruptRow` if they don't.
  func checkRows(of projections: [StoredProjection]) throws {
    let ends = try ends(of: projections)
    for projection in projections {
      guard let end = ends[projection.name], end < head else { continue }
      throw ProjectionError.behind(projection.name, at: end, of: head)
    }
  }

  /// The last event that the rows of each projection are said to include, by name.
  ///
  /// - Throws: `outdated`, `newer` or `corruptRow` unless the rows are of the program's version and
  ///   the log has that event.
  func ends(of projections: [StoredProjection]) throws -> [String: Int64] {
    let (entries, projected, last) = try query { connection in
      let entries = try Catalog.entries(connection)
      let isNumbered = entries.values.contains { $0.position != nil }
      // The rows of a log that is read up to a position include later events too.
      let last = isNumbered ? try lastPosition(connection) : head
      return (entries, try self.projected(connection), last)
    }
    var ends: [String: Int64] = [:]
    for projection in projections {
      let entry = entries[projection.name]
      try ProjectionWriter.Condition(of: entry, program: projection.version, head: last)
        .check(projection)
      ends[projection.name] = min(max(0, entry?.position ?? projected), head)
    }
    return ends
  }

  /// The position of the last event in the file, whatever part of it is read.
  private func lastPosition(_ connection: Connection) throws(SQLiteError) -> Int64 {
    try connection.integer("SELECT max(position) FROM main.events") ?? 0
  }
}

extension ProjectionError {
  /// The error for rows that end before the log does.
  static func behind(_ name: String, at position: Int64, of head: Int64) -> ProjectionError {
    ProjectionError(
      .outdated,
      "the rows of \(name) end at position \(position), the log at \(head): something wrote to the ledger "
        + "without them; open it for writing, which catches up")
  }
}
