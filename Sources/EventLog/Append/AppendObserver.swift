package import EventLogSQLite

/// What moves with the log in the transaction of each event: the projections.
///
/// Its functions are called by one thread at a time, the one that writes. For each batch: `batchBegan`, then for each
/// command `beginCommand`, `appended` for each of its events, and `acceptCommand` or
/// `discardCommand`; `flush` when what was accepted so far must be in the tables (before a query
/// and before the commit, so more than once where there are queries); `batchEnded` last.
package protocol AppendObserver: AnyObject, Sendable {
  /// Starts a batch on the head that the transaction shows.
  ///
  /// `othersWrote` is true when anything else may have changed the file since this process's last
  /// batch, so that nothing kept in memory counts; it is true for the first batch. `projected` is
  /// the head that the file's projections stand at. When it is behind the head, the observer
  /// catches up here, or throws, which fails the batch.
  func batchBegan(
    _ transaction: WriteTransaction, connection: Connection, othersWrote: Bool, projected: Int64
  ) throws

  /// Starts a command.
  func beginCommand()

  /// Sees an event that the command has appended; a throw refuses the command.
  func appended(_ event: RecordedEvent, in transaction: WriteTransaction) throws

  /// Keeps what the command has moved.
  func acceptCommand()

  /// Forgets what the command has moved: it was refused.
  func discardCommand()

  /// Writes what was accepted since the last flush into the tables. The log itself then records
  /// that the projections stand at its head.
  func flush(_ connection: Connection) throws(SQLiteError)

  /// Ends the batch: all of it is durable, or none of it happened.
  func batchEnded(committed: Bool)
}
