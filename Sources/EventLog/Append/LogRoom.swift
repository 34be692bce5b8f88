import EventLogSQLite

/// Room in the write-ahead log's file for the commits to come.
///
/// A sync after a file has grown must record the new length too, which takes as long again as
/// writing the data. So the file grows by many frames at once, by more the longer it is, until
/// checkpoints let it be used from its beginning.
struct LogRoom {
  /// The most frames that a commit usually needs.
  private static let margin = 16
  /// The most frames that are added at once: 1 MiB.
  private static let step = 256

  /// How many frames the file is known to have room for.
  private var frames = 0

  /// Makes room, if it is scarce, inside the transaction that is about to be committed.
  ///
  /// On a full disk the log grows as its frames are written.
  ///
  /// - Throws: Any other error of the disk.
  mutating func makeBeforeCommit(_ connection: Connection) throws(SQLiteError) {
    let used = connection.framesInLog
    guard frames < used + LogRoom.margin else { return }
    let wanted = used + LogRoom.margin + min(used / 2, LogRoom.step)
    frames = max(try connection.lengthenLog(toHold: wanted), wanted)
  }
}
