package import EventLog
internal import EventLogSQLite
internal import Platform

extension ProjectedLog {
  /// Opens a sealed log with its projections, folded from the events that it has.
  ///
  /// Costs the fold, in memory. Nothing can be appended.
  package static func open(
    sealed: SealedLog, _ options: EventLog.Options, projections: ProjectionSet
  ) throws -> ProjectedLog {
    let log = try EventLog.open(sealed: sealed, options) { connection, events in
      try fold(events, projections, connection)
    }
    return ProjectedLog(log, projections)
  }

  private static func fold(
    _ events: [RecordedEvent], _ projections: ProjectionSet, _ connection: Connection
  ) throws {
    try connection.execute("BEGIN")
    let set = try projections.makeTables(connection, at: .epoch)
    let standing = set.rows.map { _ in Int64(0) }
    for event in events { try set.apply(event, standing: standing, connection) }
    for rows in set.rows { try rows.flush(connection) }
    try connection.execute("COMMIT")
  }
}
