public import EventLog
package import EventLogSQLite

/// One snapshot of the log and its rows: everything read from it belongs to the same moment.
///
/// A reader must not be used after the call that lent it.
public final class ProjectionReader {
  /// The snapshot of the log.
  public let log: LogReader

  /// Whether the log is read up to a position, which it may have passed.
  private let isPast: Bool

  /// Whether a projection's reducer failed on any event, by name, as far as that was asked.
  private var hasParked: [String: Bool] = [:]

  init(_ log: LogReader, isPast: Bool = false) {
    self.log = log
    self.isPast = isPast
  }

  /// The ledger's name.
  public var ledger: String { log.ledger }

  /// The last position of the snapshot.
  public var head: Int64 { log.head }

  /// The row of a key; nil when there is none.
  public func row<R, T>(_ projection: Projection<R, T>, _ key: R.Key) throws -> R.Row? {
    try log.query { connection in
      try PreparedTable.load(key, projection.sql, projection.table, connection)
    }
  }

  /// The positions of a stream's events that a projection's reducer failed on, oldest first, of
  /// types that matter.
  ///
  /// If it failed on none of any stream, only the first call costs anything.
  public func parked<R, T>(
    _ projection: Projection<R, T>, inStream stream: Int64,
    where matters: (_ type: String) -> Bool
  ) throws -> [Int64] {
    let name = projection.reducer.name
    return try log.query { connection in
      let isAsked = try hasParked[name] ?? Catalog.hasParked(of: name, connection)
      hasParked[name] = isAsked
      return isAsked
        ? try Catalog.parked(of: name, inStream: stream, connection, where: matters) : []
    }
  }

  /// How many events any reducer failed on.
  public func parkedCount() throws -> Int {
    try log.query { connection in
      // Between the making of a file and its first batch neither table exists.
      guard
        try Catalog.exists("parked_events", connection) || Catalog.exists("projections", connection)
      else { return 0 }
      // The file's own table: a past moment parks only the events that it folds anew.
      return try Int(
        connection.integer(
          "SELECT count(DISTINCT position) FROM main.parked_events WHERE position <= \(head)") ?? 0)
    }
  }

  /// The tables that together hold a projection's rows at this moment, each row in one of them.
  ///
  /// In any statement the projection's own name stands for all of them; an ordered query that uses
  /// indexes names each.
  package func parts<R, T>(of projection: Projection<R, T>) -> [RowsPart] {
    isPast
      ? PastTable(projection).parts(through: head)
      : [RowsPart(table: projection.table.name)]
  }

  /// Lends the snapshot's connection for reading rows by a query.
  package func query<T>(_ body: (Connection) throws -> T) throws -> T {
    try log.query(body)
  }
}
