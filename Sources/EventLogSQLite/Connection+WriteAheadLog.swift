private import CSQLite

extension Connection {
  /// How far a checkpoint goes.
  package enum Checkpoint: Sendable {
    /// As far as readers allow.
    case passive
    /// To the end, so that the next commit begins the log anew.
    case restart
    /// To the end, and gives the log's bytes back.
    case truncate
  }

  /// The result of a checkpoint.
  package struct CheckpointResult: Hashable, Sendable {
    /// Frames in the log.
    package let frames: Int
    /// Whether the checkpoint went as far as was asked.
    package let complete: Bool
  }

  /// Moves frames of the write-ahead log into the database, waiting for nobody.
  ///
  /// The caller holds the side lock: SQLite 3.40 can corrupt a database when a checkpoint runs
  /// beside a writer. A reader in the way makes the result incomplete, but is no error.
  package func checkpoint(_ kind: Checkpoint) throws(SQLiteError) -> CheckpointResult {
    let handle = try unsafe openHandle()
    let mode =
      switch kind {
      case .passive: SQLITE_CHECKPOINT_PASSIVE
      case .restart: SQLITE_CHECKPOINT_RESTART
      case .truncate: SQLITE_CHECKPOINT_TRUNCATE
      }
    let waits = try integer("PRAGMA busy_timeout") ?? 0
    unsafe sqlite3_busy_timeout(handle, 0)
    defer { unsafe sqlite3_busy_timeout(handle, Int32(waits)) }
    var frames: Int32 = 0
    var done: Int32 = 0
    let code = unsafe sqlite3_wal_checkpoint_v2(handle, "main", mode, &frames, &done)
    guard code == SQLITE_OK || code & 0xff == SQLITE_BUSY else {
      throw unsafe SQLiteError.current(of: handle, code: code)
    }
    if kind == .truncate, code == SQLITE_OK { unsafe walFrames.pointee = frames }
    return CheckpointResult(
      frames: Int(frames), complete: code == SQLITE_OK && frames == done)
  }

  /// Lengthens the write-ahead log's file to hold `frames` frames, if it is shorter; returns how
  /// many it holds then.
  ///
  /// Must be called inside a write transaction, so that nobody else appends. The bytes added are
  /// zeros, which SQLite takes for the end of the log. A full disk ends it early.
  package func lengthenLog(toHold frames: Int) throws(SQLiteError) -> Int {
    let handle = try unsafe openHandle()
    precondition(isInTransaction, "a log was lengthened outside of a transaction")
    let page = try integer("PRAGMA page_size") ?? 4_096
    let frame = page + 24
    var bytes: Int64 = 0
    let code = unsafe csqlite_lengthen_log(handle, 32 + Int64(frames) * frame, &bytes)
    guard code == SQLITE_OK || code == SQLITE_FULL else {
      throw SQLiteError(code: code, message: unsafe String(cString: sqlite3_errstr(code)))
    }
    return Int(max(0, bytes - 32) / frame)
  }
}
