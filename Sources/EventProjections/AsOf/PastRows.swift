internal import EventLog
internal import EventLogSQLite

/// The rows of projections as they were at the end of a snapshot that leaves out the newest events.
///
/// Only rows changed since are folded: where a row folds one stream, those streams; otherwise the
/// stretch of the log since the rows were last copied.
struct PastRows {
  let projections: ProjectionSet

  /// Puts the rows in place of the live ones, for every statement of the reader's connection until
  /// its snapshot ends.
  ///
  /// While nobody writes, the rows of the previous snapshot stay in place.
  func lay(over reader: LogReader) throws {
    try reader.query { connection in
      // The number changes with every commit of another connection; it is kept where only this
      // connection sees it.
      let version = (try connection.integer("PRAGMA data_version") ?? 0) & 0x3fff_ffff
      guard try connection.integer("PRAGMA temp.user_version") != version + 1 else { return }
      try connection.allowTemporaries(true)
      try connection.execute("PRAGMA temp.user_version = 0")
      try lay(reader, connection)
      try connection.execute("PRAGMA temp.user_version = \(version + 1)")
      try connection.allowTemporaries(false)
    }
  }

  private func lay(_ reader: LogReader, _ connection: Connection) throws {
    let stored = projections.stored
    // Events that can't be folded are parked here, since the file can't be written.
    try connection.execute(
      """
      DROP TABLE IF EXISTS temp.parked_events;
      CREATE TEMP TABLE parked_events (projection TEXT, position INTEGER, error TEXT)
      """)
    for projection in stored { try projection.past.begin(connection) }
    let set = projections.members.makeRows(.past)
    try foldStreams(stored, set, reader, connection)
    try foldStretch(stored, set, reader, connection)
    for rows in set.rows { try rows.flush(connection) }
    for projection in stored {
      try projection.past.dropUnmoved(since: reader.head, connection)
      try projection.past.show(through: reader.head, connection)
    }
  }

  private func foldStreams(
    _ stored: [StoredProjection], _ set: any RowSet, _ reader: LogReader, _ connection: Connection
  ) throws {
    guard stored.contains(where: { $0.past.way == .streams }) else { return }
    let moved = try StreamMoves.moved(after: reader.head, connection)
    for (place, projection) in stored.enumerated() where projection.past.way == .streams {
      var standing = stored.map { _ in Int64.max }
      standing[place] = 0
      for stream in try projection.past.moved(of: moved, after: reader.head, connection) {
        for event in try reader.events(ofStreamAt: stream) {
          try set.apply(event, standing: standing, connection)
        }
      }
    }
  }

  private func foldStretch(
    _ stored: [StoredProjection], _ set: any RowSet, _ reader: LogReader, _ connection: Connection
  ) throws {
    var standing = stored.map { _ in Int64.max }
    for (place, projection) in stored.enumerated() where projection.past.way != .streams {
      standing[place] = try projection.past.restore(through: reader.head, connection)
    }
    guard let start = standing.min(), start < reader.head else { return }
    try reader.forEach(after: start) { event in
      try set.apply(event, standing: standing, connection)
      return true
    }
  }
}
