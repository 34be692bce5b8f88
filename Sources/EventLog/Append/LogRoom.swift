import EventLogSQLite

/// Room in the write-ahead log's file for the commits to come.
///
/// A sync after which a file is longer has to record its length too, which takes as long again as to write the data.
/// So the file grows by many frames at once, more the more it has, until checkpoints let it be used from its beginning.
struct LogRoom {
  /// Frames that a commit usually needs at most.
  private static let margin = 16
  /// Frames that are added at once at most: 1 MiB.
  private static let step = 256

  /// How many frames the file is known to have room for.
  private var frames = 0

  /// Makes room, where it is scarce, inside the transaction that is about to be committed.
  ///
  /// On a disk without room for it the log grows as its frames are written. Throws what else the disk has.
  mutating func makeBeforeCommit(_ connection: Connection) throws(SQLiteError) {
    let used = connection.framesInLog
    guard frames < used + LogRoom.margin else { return }
    let wanted = used + LogRoom.margin + min(used / 2, LogRoom.step)
    frames = max(try connection.lengthenLog(toHold: wanted), wanted)
  }
}
