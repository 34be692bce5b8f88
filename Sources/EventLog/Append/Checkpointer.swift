import EventLogSQLite

/// Decides when the writer moves its write-ahead log into the database.
struct Checkpointer {
  /// Frames after which a checkpoint is tried, and again after as many more: the first to open a
  /// log that nobody has open reads all of it.
  private static let interval = 1_000
  /// The same for a process that has written that many itself: pages that it writes again and again
  /// are moved less often.
  private static let longInterval = 3_000
  /// Frames from which a checkpoint also gives the log's bytes back, as soon as no reader is in the
  /// way.
  private static let large = 6_000

  private var next = Checkpointer.interval
  /// Frames appended so far, and the log's length at the last look.
  private var written = 0
  private var last: Int?

  private var interval: Int {
    written < Checkpointer.interval ? Checkpointer.interval : Checkpointer.longInterval
  }

  /// Checkpoints after a commit when the log's length makes that due; returns the kind, nil if none
  /// was due.
  ///
  /// The caller holds the side lock. It never waits for a reader: a later call does what was left.
  ///
  /// - Throws: The disk's error, although the commit before is durable already.
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

  /// Moves as much of the log as readers allow, and gives its bytes back; otherwise as
  /// `afterCommit`.
  mutating func now(_ connection: Connection) throws(SQLiteError) -> Connection.Checkpoint? {
    next = interval
    _ = try connection.checkpoint(.truncate)
    return .truncate
  }
}
