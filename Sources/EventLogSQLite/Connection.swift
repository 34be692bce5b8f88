private import CSQLite
private import Glibc

/// One connection to one database file, opened under the file discipline of a ledger.
///
/// Every connection has: no memory map, no automatic checkpoint, none on close, foreign keys,
/// recursive triggers and cell checks on, an untrusted schema, defensive mode, lowered limits and
/// no extension loading. Each setting is read back; a difference is an error.
///
/// Its owner ensures that one thread at a time uses a connection.
@safe
package final class Connection: @unchecked Sendable {
  /// The path that was opened; empty for a database in memory.
  package let path: String
  private var handle: OpaquePointer?
  private var statements: [String: Statement] = [:]
  /// Second statements of the same text, for queries made while the first is being read from.
  private var spares: [String: Statement] = [:]
  let walFrames: UnsafeMutablePointer<Int32>

  /// Opens a database file, or a new one in memory.
  ///
  /// Only mode `create` makes a missing file (readable by its owner alone). Nothing is written to
  /// an existing one.
  package init(_ configuration: Configuration) throws(SQLiteError) {
    path = configuration.path
    unsafe walFrames = .allocate(capacity: 1)
    unsafe walFrames.initialize(to: 0)
    _ = SQLiteLibrary.isPrepared
    if configuration.mode == .create { try Self.makePrivateFile(at: path) }
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(configuration.uri, &opened, configuration.openFlags, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else {
      let error = unsafe SQLiteError.current(of: opened, code: code)
      unsafe sqlite3_close_v2(opened)
      throw error
    }
    unsafe handle = opened
    unsafe sqlite3_extended_result_codes(opened, 1)
    do throws(SQLiteError) {
      try apply(configuration)
    } catch {
      close()
      throw error
    }
  }

  deinit {
    close()
    unsafe walFrames.deallocate()
  }

  /// Closes the connection; every later use but another `close` fails with an error.
  package func close() {
    statements.removeAll()
    spares.removeAll()
    unsafe sqlite3_close_v2(handle)
    unsafe handle = nil
  }

  // MARK: Statements

  /// A statement from this connection's cache, reset; it is prepared when its text is first asked
  /// for.
  ///
  /// A cached statement must not be in use twice at once: asking for it while it is being read from
  /// starts it over.
  package func statement(_ sql: String) throws(SQLiteError) -> Statement {
    if let cached = statements[sql] {
      cached.reset()
      return cached
    }
    let prepared = try prepare(sql)
    statements[sql] = prepared
    return prepared
  }

  /// A cached statement as from `statement`; if that is being read from, the cached spare, or else
  /// a new one.
  ///
  /// For queries that may be asked again while they run; the caller resets it when it stops before
  /// the last row.
  package func spareStatement(_ sql: String) throws(SQLiteError) -> Statement {
    guard statements[sql]?.isInUse == true else { return try statement(sql) }
    guard let spare = spares[sql] else {
      let prepared = try prepare(sql)
      spares[sql] = prepared
      return prepared
    }
    guard !spare.isInUse else { return try prepare(sql) }
    spare.reset()
    return spare
  }

  /// Resets every cached statement that is still being read from, as it would keep a transaction's
  /// snapshot.
  package func endReading() {
    for cache in [statements, spares] {
      for statement in cache.values where statement.isInUse { statement.reset() }
    }
  }

  /// A new statement that belongs to the caller; text after the first statement is an error.
  package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    let handle = try unsafe openHandle()
    var prepared: OpaquePointer?
    var sql = sql
    var rest = 0
    let code = sql.withUTF8 { text in
      unsafe text.withMemoryRebound(to: CChar.self) { text in
        var tail: UnsafePointer<CChar>?
        let code = unsafe sqlite3_prepare_v3(
          handle, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT),
          &prepared, &tail)
        if let tail = unsafe tail, let start = text.baseAddress {
          let used = unsafe tail - start
          rest = unsafe text[used...].count { !isBlank($0) }
        }
        return code
      }
    }
    guard code == SQLITE_OK else { throw unsafe SQLiteError.current(of: handle, code: code) }
    guard let prepared = unsafe prepared else {
      throw SQLiteError(code: SQLITE_MISUSE, message: "there is no statement in this text")
    }
    let statement = unsafe Statement(handle: prepared)
    guard rest == 0 else {
      throw SQLiteError(code: SQLITE_MISUSE, message: "one statement is wanted, more were given")
    }
    return statement
  }

  /// Runs a script of statements that return no rows.
  package func execute(_ script: String) throws(SQLiteError) {
    let handle = try unsafe openHandle()
    let code = unsafe sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw unsafe SQLiteError.current(of: handle, code: code) }
  }

  /// The first column of a query's first row; nil without a row.
  package func scalar(_ sql: String) throws(SQLiteError) -> SQLiteValue? {
    let query = try prepare(sql)
    return try query.step() ? query.value(at: 0) : nil
  }

  /// The first column of a query's first row as an integer; nil without a row or an integer.
  package func integer(_ sql: String) throws(SQLiteError) -> Int64? {
    guard case .integer(let value) = try scalar(sql) else { return nil }
    return value
  }

  /// The bytes of the database as this connection sees it.
  package func databaseBytes() throws(SQLiteError) -> Int64 {
    try (integer("PRAGMA page_count") ?? 0) * (integer("PRAGMA page_size") ?? 0)
  }

  // MARK: State

  /// Whether a transaction is open.
  package var isInTransaction: Bool {
    guard let handle = unsafe handle else { return false }
    return unsafe sqlite3_get_autocommit(handle) == 0
  }

  /// The frames in the write-ahead log after this connection's last commit, or after it truncated
  /// the log.
  package var framesInLog: Int { Int(unsafe walFrames.pointee) }

  /// Stops whatever the connection is running, from any thread, with an `interrupted` error.
  package func interrupt() {
    unsafe sqlite3_interrupt(handle)
  }

  /// Makes SQLite update `framesInLog` after each commit.
  func countFramesInLog() {
    unsafe sqlite3_wal_hook(handle, countFrames, walFrames)
  }

  /// Lends the open handle to this module.
  @unsafe
  func openHandle() throws(SQLiteError) -> OpaquePointer {
    guard let handle = unsafe handle else {
      throw SQLiteError(code: SQLITE_MISUSE, message: "the connection is closed")
    }
    return unsafe handle
  }

  /// Makes an empty file for its owner alone, without opening it: closing a descriptor of a
  /// database drops the locks that SQLite holds on it.
  private static func makePrivateFile(at path: String) throws(SQLiteError) {
    guard unsafe mknod(path, S_IFREG | 0o600, 0) != 0, errno != EEXIST else { return }
    let reason = unsafe String(cString: strerror(errno))
    let code = isOfRoom(errno) ? SQLITE_FULL : SQLITE_CANTOPEN
    throw SQLiteError(code: code, message: "can't create \(path): \(reason)")
  }
}

extension SQLiteError {
  /// The connection's latest error.
  @unsafe
  static func current(of handle: OpaquePointer?, code: Int32) -> SQLiteError {
    guard let handle = unsafe handle, unsafe sqlite3_errcode(handle) & 0xff == code & 0xff else {
      return SQLiteError(code: code, message: unsafe String(cString: sqlite3_errstr(code)))
    }
    let extended = unsafe sqlite3_extended_errcode(handle)
    let message = unsafe String(cString: sqlite3_errmsg(handle))
    // SQLite records no errno for a failed commit.
    let noted = unsafe sqlite3_system_errno(handle)
    let isUnknownWrite = noted == 0 && extended == failedWrite
    let system = isUnknownWrite ? unsafe csqlite_log_errno(handle) : noted
    guard code & 0xff == SQLITE_IOERR || code & 0xff == SQLITE_CANTOPEN, system != 0 else {
      return SQLiteError(code: extended, message: message)
    }
    // SQLite reports a full disk only where it writes pages, and never a quota or a limit. A failed
    // sync has lost its data, whatever the reason.
    let needsRoom =
      [failedWrite, failedSharedMemory].contains(extended) || code & 0xff == SQLITE_CANTOPEN
    return SQLiteError(
      code: needsRoom && isOfRoom(system) ? SQLITE_FULL : extended,
      message: unsafe "\(message): \(String(cString: strerror(system)))")
  }
}

/// `SQLITE_IOERR_WRITE` and `SQLITE_IOERR_SHMSIZE`, which are macros that Swift doesn't import.
private let failedWrite = SQLITE_IOERR | 3 << 8
private let failedSharedMemory = SQLITE_IOERR | 19 << 8

/// Whether a system call failed because the disk or a quota is full, or a file may grow no longer.
private func isOfRoom(_ errno: Int32) -> Bool {
  errno == ENOSPC || errno == EDQUOT || errno == EFBIG
}

/// Whether a character may follow a statement.
private func isBlank(_ character: CChar) -> Bool {
  character == 0x20 || character == 0x3b || (0x09...0x0d).contains(character)
}

/// Stores the number of frames in the log for `framesInLog`.
private func countFrames(
  _ cell: UnsafeMutableRawPointer?, _: OpaquePointer?, _: UnsafePointer<CChar>?, _ frames: Int32
) -> Int32 {
  unsafe cell?.storeBytes(of: frames, as: Int32.self)
  return SQLITE_OK
}
