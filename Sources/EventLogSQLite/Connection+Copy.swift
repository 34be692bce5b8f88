private import CSQLite

extension Connection {
  /// The number of pages copied at a time.
  private static let copiedPages: Int32 = 4_096

  /// Copies every page of the database, as this connection's open transaction sees it, into an
  /// empty one.
  ///
  /// Uses SQLite's own backup: others go on writing, and the source doesn't change. The target is
  /// synced only by its commit at the end. `progress` is called after each 16 MiB or so.
  package func copy(
    into target: Connection, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(SQLiteError) {
    let source = try unsafe openHandle()
    let destination = try unsafe target.openHandle()
    guard let backup = unsafe sqlite3_backup_init(destination, "main", source, "main") else {
      throw unsafe SQLiteError.current(of: destination, code: sqlite3_errcode(destination))
    }
    var code: Int32
    repeat {
      code = unsafe sqlite3_backup_step(backup, Self.copiedPages)
      let total = Int(unsafe sqlite3_backup_pagecount(backup))
      progress(total - Int(unsafe sqlite3_backup_remaining(backup)), total)
    } while code == SQLITE_OK
    let ended = unsafe sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else {
      throw unsafe SQLiteError.current(of: destination, code: code)
    }
    guard ended == SQLITE_OK else {
      throw unsafe SQLiteError.current(of: destination, code: ended)
    }
  }
}
