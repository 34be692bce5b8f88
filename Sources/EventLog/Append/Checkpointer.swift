import EventLogSQLite

/// Decides when the writer moves its write-ahead log into the database.
struct Checkpointer {
  /// Frames after which a checkpoint is tried, and again after as many more.
  private static let interval = 1_000
  /// Frames from which the log's bytes are given back too, as soon as no reader is in the way.
  private static let large = 6_000

  private var next = interval

  /// Looks at the log's length after a commit, and checkpoints when it is due; tells whether it has.
  ///
  /// The caller holds the side lock. It never waits for a reader: what was not done now is done by
  /// a later one. Throws what the disk refused, when the commit before is durable already.
  mutating func afterCommit(_ connection: Connection) throws(SQLiteError) -> Bool {
    let frames = connection.framesInLog
    if frames < Checkpointer.interval { next = Checkpointer.interval }
    guard frames >= next else { return false }
    next = frames + Checkpointer.interval
    let kind: Connection.Checkpoint = frames >= Checkpointer.large ? .truncate : .passive
    _ = try connection.checkpoint(kind)
    return true
  }
}
