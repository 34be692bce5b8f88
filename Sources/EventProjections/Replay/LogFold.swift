internal import EventLog
internal import EventLogSQLite

/// A fold of the log into the tables beside, its types not told.
protocol LogFold: Sendable {
  /// Folds the events after a position, up to another, telling how far it is.
  func run(
    _ log: EventLog, after position: Int64, through last: Int64,
    progress: @escaping @Sendable (Int64) -> Void
  ) throws
  /// Writes every row that is still in memory.
  func write(_ connection: Connection) throws(SQLiteError)
  /// Lets go of the connection that rows were written through, on its thread.
  func letGo()
}
