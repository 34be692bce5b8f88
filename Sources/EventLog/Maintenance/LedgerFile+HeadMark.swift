import EventLogSQLite
import Platform

/// The mark beside a ledger, which tells a write-ahead log that has lost events from a short one.
extension LedgerFile {
  /// The mark of the log at a head; nil if the file can't be examined.
  func mark(at head: Int64) -> HeadMark? {
    guard let modified else { return nil }
    return HeadMark(lineage: lineage, head: head, modified: modified)
  }

  /// Checks that the log reaches the last acknowledged event, if the file is still the one of the
  /// mark.
  ///
  /// A file written since, from a backup, say, is what its owner wants it to be.
  ///
  /// - Throws: `corrupt` if the log ends before that event.
  func requireAll(of mark: HeadMark, _ connection: Connection) throws(LogError) {
    guard mark.lineage == lineage, mark.modified == modified else { return }
    let head = try LogError.translating("reading \(path)") { () throws(SQLiteError) in
      try connection.integer("SELECT max(position) FROM events") ?? 0
    }
    guard head < mark.head else { return }
    throw LogError(
      .corrupt,
      "the ledger \(path) has \(head) of the \(mark.head) events that were acknowledged since this machine started: "
        + "its write-ahead log (-wal) was cut short, damaged or taken away. Put that back as it was; or, to go on "
        + "without what is lost, remove its lock file (.lock) while nothing uses the ledger")
  }

  private var modified: FileTime? {
    (try? FileSystem.info(path, followingLinks: true))?.modified
  }
}
