public import EventLog
package import EventLogSQLite

/// One snapshot of the log and its rows: everything that it gives belongs to the same moment.
///
/// It must not be used after the call that lent it.
public final class ProjectionReader {
  /// The snapshot of the log.
  public let log: LogReader

  init(_ log: LogReader) {
    self.log = log
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

  /// Lends the snapshot's connection for reading rows by a query.
  package func query<T>(_ body: (Connection) throws -> T) throws -> T {
    try log.query(body)
  }
}
