package import EventLog
internal import EventLogSQLite
internal import Platform

extension ProjectedLog {
  /// Opens a sealed log with its projections, folded from the events that are there.
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
    try Catalog.create(connection)
    let set = projections.members.makeRows(.own)
    for rows in set.rows { try rows.createTable(generation: 1, connection) }
    let standing = set.rows.map { _ in Int64(0) }
    for event in events { try set.apply(event, standing: standing, connection) }
    for rows in set.rows { try rows.flush(connection) }
    for projection in projections.stored {
      try Catalog.set(
        Catalog.Entry(version: projection.version, generation: 1, builtAt: .epoch, position: nil),
        of: projection.name, connection)
    }
    try connection.execute("COMMIT")
  }
}
