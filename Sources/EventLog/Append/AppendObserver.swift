package import EventLogSQLite

/// An observer of the log whose tables change in the transaction of each event: the projections.
///
/// One thread at a time, the writing one, calls its functions. For each batch: `batchBegan`, then
/// for each command `beginCommand`, `appended` for each of its events, and `acceptCommand` or
/// `discardCommand`; `flushRows` before each query, `flush` before the commit; `batchEnded` last.
package protocol AppendObserver: AnyObject, Sendable {
  /// Starts a batch on the head that the transaction shows.
  ///
  /// `othersWrote` is true when anything else may have changed the file since this process's last
  /// batch, so that state kept in memory is void; it is true for the first batch. `projected` is
  /// the position of the file's projections. When that is behind the head, the observer catches up
  /// here, or throws, which fails the batch.
  func batchBegan(
    _ transaction: WriteTransaction, connection: Connection, othersWrote: Bool, projected: Int64
  ) throws

  /// Starts a command.
  func beginCommand()

  /// Sees an event that the command has appended; a throw refuses the command.
  func appended(_ event: RecordedEvent) throws

  /// Keeps the command's changes.
  func acceptCommand()

  /// Drops the changes of a command that was refused.
  func discardCommand()

  /// Writes the rows that have changed since the last time into their tables, for a query; the
  /// batch's events are not in theirs yet.
  func flushRows(_ connection: Connection) throws(SQLiteError)

  /// Writes all changes accepted since the last time into the tables. The log itself then records
  /// that the projections are at its head.
  func flush(_ connection: Connection) throws(SQLiteError)

  /// Ends the batch: all of it is durable, or none of it happened.
  func batchEnded(committed: Bool)
}
