import EventLogSQLite

/// Decides when the writer moves its write-ahead log into the database.
struct Checkpointer {
  /// Frames after which a checkpoint is tried, and again after as many more: whoever opens a log that nobody has open
  /// reads all of it first.
  private static let interval = 1_000
  /// The same for a process that has written that many itself: what it writes again and again is moved less often.
  private static let longInterval = 3_000
  /// Frames from which the log's bytes are given back too, as soon as no reader is in the way.
  private static let large = 6_000

  private var next = Checkpointer.interval
  /// Frames that it has seen come, and those in the log when it last looked.
  private var written = 0
  private var last: Int?

  private var interval: Int {
    written < Checkpointer.interval ? Checkpointer.interval : Checkpointer.longInterval
  }

  /// Looks at the log's length after a commit, and checkpoints when it is due; returns how far, nil where it is not.
  ///
  /// The caller holds the side lock. It never waits for a reader: what was not done now is done by
  /// a later one. Throws what the disk refused, when the commit before is durable already.
  mutating func afterCommit(
    _ connection: Connection
  ) throws(SQLiteError) -> Connection.Checkpoint? {
    let frames = connection.framesInLog
    if let last { written += frames < last ? frames : frames - last }
    last = frames
    if frames < interval { next = interval }
    guard frames >= next else { return nil }
    next = frames + interval
    let kind: Connection.Checkpoint = frames >= Checkpointer.large ? .truncate : .passive
    _ = try connection.checkpoint(kind)
    return kind
  }

  /// Moves all of the log as far as no reader is in the way, and gives its bytes back; as `afterCommit`.
  mutating func now(_ connection: Connection) throws(SQLiteError) -> Connection.Checkpoint? {
    next = interval
    _ = try connection.checkpoint(.truncate)
    return .truncate
  }
}
