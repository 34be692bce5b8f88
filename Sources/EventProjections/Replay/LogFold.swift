internal import EventLog
internal import EventLogSQLite

/// A fold of the log into the tables beside; its types are hidden.
protocol LogFold: Sendable {
  /// Folds the events after a position, up to another, and reports its progress.
  func run(
    _ log: EventLog, after position: Int64, through last: Int64,
    progress: @escaping @Sendable (Int64) -> Void
  ) throws
  /// Writes every row that is still in memory.
  func write(_ connection: Connection) throws(SQLiteError)
  /// Releases the connection that rows were written through, on its thread.
  func letGo()
}
