private import CSQLite

extension Connection {
  /// How a database is opened.
  package struct Configuration: Sendable {
    /// What may be done to the file.
    package enum Mode: Sendable {
      /// Reads and writes, and makes a missing file.
      case create
      /// Reads and writes an existing file.
      case readWrite
      /// Reads an existing file that others may be writing.
      case readOnly
      /// Reads a file that nobody can write, without locks and without its write-ahead log.
      case immutable
      /// Reads a file that nobody can write, without locks, and its write-ahead log through an
      /// index in this connection's memory: for files beside which no shared memory can be made.
      case immutableWithLog
      /// Reads and writes a new database in memory.
      case memory
      /// Reads and writes a database in memory that all connections of this process to the same
      /// path share, and that ends with the last of them. The path begins with a slash and names no
      /// file.
      case sharedMemory
      /// Reads a database of mode `sharedMemory`.
      case sharedMemoryReader
      /// Reads and writes a new database that is in memory until it outgrows the page cache, then
      /// in an unnamed file that is removed with the connection.
      case temporary
    }

    /// When a commit is on the disk.
    package enum Synchronous: Int64, Sendable {
      /// Not guaranteed: for tests of what doesn't concern the disk.
      case off = 0
      /// At the next checkpoint: a power failure may take the newest commits.
      case normal = 1
      /// Before the commit returns.
      case full = 2
    }

    /// The file's path; ignored in memory.
    package var path: String
    /// What may be done to the file.
    package var mode: Mode
    /// When a commit is on the disk.
    package var synchronous: Synchronous
    /// How long SQLite itself waits for a lock, in milliseconds.
    package var busyMilliseconds: Int
    /// The page cache's size in KiB.
    package var cacheKiB: Int
    /// How many other databases may be attached; `mostAttachable` at most.
    package var attachable: Int

    /// Whether another program made the file, so that only SQLite's own limits hold for its values
    /// and columns.
    package var isForeign = false

    /// The most databases that SQLite attaches to one connection, as Debian's library is built.
    ///
    /// https://sqlite.org/limits.html#max_attached
    package static let mostAttachable = 10

    /// Makes a configuration.
    package init(
      path: String, mode: Mode, synchronous: Synchronous = .full, busyMilliseconds: Int = 5_000,
      cacheKiB: Int = 16_384, attachable: Int = 0
    ) {
      self.path = mode == .memory || mode == .temporary ? "" : path
      self.mode = mode
      self.synchronous = synchronous
      self.busyMilliseconds = busyMilliseconds
      self.cacheKiB = cacheKiB
      self.attachable = attachable
    }

    /// Whether the database can be changed through this connection.
    var isWritable: Bool {
      switch mode {
      case .create, .readWrite, .memory, .temporary, .sharedMemory: true
      case .readOnly, .immutable, .immutableWithLog, .sharedMemoryReader: false
      }
    }

    /// Whether the database is a file at `path`.
    var isFile: Bool {
      !path.isEmpty && mode != .sharedMemory && mode != .sharedMemoryReader
    }

    /// The path as a `file:` URI, escaped so that no character of it has a special meaning.
    var uri: String {
      guard mode != .memory else { return ":memory:" }
      guard mode != .temporary else { return "" }
      var uri = "file:"
      for byte in path.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
          UInt8(ascii: "-"), UInt8(ascii: "_"):
          uri.unicodeScalars.append(Unicode.Scalar(byte))
        default:
          let digits = String(byte, radix: 16)
          uri += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
        }
      }
      switch mode {
      case .immutable: return uri + "?mode=ro&immutable=1"
      case .immutableWithLog: return uri + "?mode=ro&vfs=unix-none"
      case .readOnly: return uri + "?mode=ro"
      case .sharedMemory, .sharedMemoryReader: return uri + "?vfs=memdb"
      case .create, .readWrite, .memory, .temporary: return uri
      }
    }

    var openFlags: Int32 {
      let access =
        isWritable
        ? SQLITE_OPEN_READWRITE | (path.isEmpty ? SQLITE_OPEN_CREATE : 0)
        : SQLITE_OPEN_READONLY
      return access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
    }
  }

  /// Sets everything that a ledger's connection requires and reads it back.
  func apply(_ configuration: Configuration) throws(SQLiteError) {
    let handle = try unsafe openHandle()
    unsafe sqlite3_busy_timeout(handle, Int32(configuration.busyMilliseconds))
    // Comes before the first look at the file: it decides where the index of the log lies.
    if configuration.mode == .immutableWithLog { try lockExclusively() }
    let flags: [(option: Int32, value: Int32)] = [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1),
      (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
      (SQLITE_DBCONFIG_ENABLE_TRIGGER, 1), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
      (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
    ]
    for flag in flags
    where unsafe csqlite_db_config_flag(handle, flag.option, flag.value) != SQLITE_OK {
      throw SQLiteError(
        code: SQLITE_ERROR, message: "SQLite didn't take configuration option \(flag.option)")
    }
    for limit in limits(configuration) {
      unsafe sqlite3_limit(handle, limit.id, limit.value)
    }
    var pragmas: [(name: String, value: Int64)] = [
      ("mmap_size", 0), ("wal_autocheckpoint", 0), ("recursive_triggers", 1),
      ("cell_size_check", 1), ("synchronous", configuration.synchronous.rawValue),
      ("cache_size", -Int64(configuration.cacheKiB)),
      ("query_only", configuration.isWritable ? 0 : 1),
    ]
    if !configuration.isFile { pragmas.removeFirst() }
    for pragma in pragmas {
      try set(pragma: pragma.name, to: pragma.value)
    }
    try overwriteDeletedFreely()
    // The pragmas above have replaced our hook with SQLite's own.
    countFramesInLog()
  }

  /// Locks databases that are opened from now on exclusively, with which SQLite keeps the index of
  /// a write-ahead log in its own memory.
  func lockExclusively() throws(SQLiteError) {
    let now = try scalar("PRAGMA locking_mode = exclusive")
    guard now == .text("exclusive") else {
      throw SQLiteError(
        code: SQLITE_ERROR, message: "PRAGMA locking_mode is \(now ?? .null), not exclusive")
    }
  }

  /// Overwrites deleted content only where that writes no additional page.
  ///
  /// Debian's default would write each page of a dropped table once more, full of zeros.
  /// https://sqlite.org/pragma.html#pragma_secure_delete
  private func overwriteDeletedFreely() throws(SQLiteError) {
    let now = try scalar("PRAGMA secure_delete = fast")
    guard now == .integer(2) else {
      throw SQLiteError(
        code: SQLITE_ERROR, message: "PRAGMA secure_delete is \(now ?? .null), not fast")
    }
  }

  /// Sets a pragma and reads it back.
  package func set(pragma name: String, to value: Int64) throws(SQLiteError) {
    try execute("PRAGMA \(name) = \(value)")
    let now = try integer("PRAGMA \(name)")
    guard now == value else {
      throw SQLiteError(
        code: SQLITE_ERROR,
        message: "PRAGMA \(name) is \(now.map(String.init) ?? "unset"), not \(value)")
    }
  }

  private func limits(_ configuration: Configuration) -> [(id: Int32, value: Int32)] {
    let own = [(SQLITE_LIMIT_LENGTH, Int32(16 << 20)), (SQLITE_LIMIT_COLUMN, 200)]
    return (configuration.isForeign ? [] : own) + [
      (SQLITE_LIMIT_SQL_LENGTH, 1 << 20), (SQLITE_LIMIT_EXPR_DEPTH, 200),
      (SQLITE_LIMIT_COMPOUND_SELECT, 50), (SQLITE_LIMIT_FUNCTION_ARG, 32),
      (SQLITE_LIMIT_ATTACHED, Int32(min(configuration.attachable, Configuration.mostAttachable))),
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000), (SQLITE_LIMIT_VARIABLE_NUMBER, 1_000),
      (SQLITE_LIMIT_TRIGGER_DEPTH, 10), (SQLITE_LIMIT_WORKER_THREADS, 0),
    ]
  }
}
