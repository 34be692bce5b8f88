import EventLogSQLite

/// The events of one type and schema that a log holds.
public struct EventKind: Hashable, Sendable {
  /// The events' type.
  public let type: String
  /// The version of their payloads' shape.
  public let schema: Int
  /// How many there are.
  public let events: Int64
  /// The position of the first.
  public let first: Int64
  /// The position of the last.
  public let last: Int64
}

extension LogReader {
  /// Counts the events of each type and schema, by type; reads every page of the log, but no
  /// payload.
  public func kinds() throws(LogError) -> [EventKind] {
    try translating { () throws(SQLiteError) in
      let query = try connection.prepare(
        """
        SELECT n.name, e.schema, e.events, e.first, e.last FROM (
          SELECT type, schema, count(*) AS events, min(position) AS first, max(position) AS last
          FROM events GROUP BY type, schema) AS e
        JOIN names AS n ON n.id = e.type ORDER BY n.name, e.schema
        """)
      var kinds: [EventKind] = []
      while try query.step() {
        kinds.append(
          EventKind(
            type: query.text(at: 0), schema: Int(query.int64(at: 1)), events: query.int64(at: 2),
            first: query.int64(at: 3), last: query.int64(at: 4)))
      }
      return kinds
    }
  }
}
