import EventLogSQLite
import Platform

/// The maker of a ledger's file, which also completes one that an interrupted first writer left.
enum LedgerMaker {
  /// Whether a path has no ledger yet: nothing, or the remains of an interrupted first writer.
  static func isWanted(at path: String) -> Bool { (try? Examination.examine(path)) == .unfinished }

  /// Makes the file in one transaction, with the additions of `whenMade`, under the side lock; a
  /// file that another process has made meanwhile is left as it is.
  static func make(
    _ path: String, _ options: EventLog.Options,
    _ whenMade: (Connection, Instant) throws(SQLiteError) -> Void
  ) throws(LogError) {
    let name = options.name ?? defaultName(path)
    try Field.check(name, as: "a ledger's name", maximum: 128)
    let lock = try lock(path, within: options.busyTimeout)
    defer { lock.release() }
    try LogError.translating("making ledger \(path)") { () throws(SQLiteError) in
      let connection = try Connection(.init(path: path, mode: .create, attachable: 1))
      defer { connection.close() }
      try prepare(connection)
      try connection.execute("BEGIN IMMEDIATE")
      do throws(SQLiteError) {
        if try isEmpty(connection) {
          let now = options.clocks.now()
          try fill(connection, name: name, at: now, options)
          try whenMade(connection, now)
        }
        try connection.execute("COMMIT")
        // Truncated so that the file alone shows what it is, to every reader.
        _ = try connection.checkpoint(.truncate)
      } catch {
        if connection.isInTransaction { try connection.execute("ROLLBACK") }
        throw error
      }
    }
  }

  private static func defaultName(_ path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.split(separator: ".").first ?? file)
  }

  /// Takes the side lock of the ledger at a path, within `seconds`.
  static func lock(_ path: String, within seconds: Double) throws(LogError) -> SideLock {
    let lock = try SideLock.of(ledger: path)
    do throws(PlatformError) {
      var waited = 0.0
      while try !lock.tryAcquire() {
        guard waited < seconds else { throw PlatformError.lockHeld() }
        PlatformThread.pause(seconds: 0.005)
        waited += 0.005
      }
      return lock
    } catch {
      if error.isLockHeld { throw LogError.locked(path, seconds: seconds) }
      throw LogError(error, doing: "making ledger \(path)")
    }
  }

  /// Sets what can only be set before there are tables.
  private static func prepare(_ connection: Connection) throws(SQLiteError) {
    guard try isEmpty(connection) else { return }
    try connection.execute("PRAGMA auto_vacuum = 2")
    try LedgerFile.setWriteAheadLog(connection)
    if try connection.integer("PRAGMA auto_vacuum") != 2 {
      // A database that has its first page keeps its mode unless it is rewritten.
      try connection.execute("PRAGMA auto_vacuum = 2; VACUUM")
    }
  }

  private static func isEmpty(_ connection: Connection) throws(SQLiteError) -> Bool {
    try connection.integer("SELECT count(*) FROM sqlite_schema") == 0
  }

  private static func fill(
    _ connection: Connection, name: String, at now: Instant, _ options: EventLog.Options
  ) throws(SQLiteError) {
    try connection.execute(LedgerFormat.schema)
    try connection.set(pragma: "application_id", to: LedgerFormat.applicationID)
    try connection.set(pragma: "user_version", to: LedgerFormat.version)
    let ledger = try connection.prepare(
      """
      INSERT INTO ledger(id, name, lineage, created_at, writer_version, writer_commit)
      VALUES (1, ?, ?, ?, ?, ?)
      """)
    try ledger.bind(name, at: 1)
    try ledger.bind(options.randomness.bytes(16), at: 2)
    try ledger.bind(now.microseconds, at: 3)
    try ledger.bind(BuildInfo.version, at: 4)
    try ledger.bind(BuildInfo.commit, at: 5)
    try ledger.run()
    let bytes = StartingDictionary.bytes
    let dictionary = try connection.prepare(
      "INSERT INTO dictionaries(id, sha256, bytes) VALUES (1, ?, ?)")
    try dictionary.bind(StartingDictionary.digest, at: 1)
    try dictionary.bind(bytes, at: 2)
    try dictionary.run()
    try connection.execute(
      """
      INSERT INTO log_state(id, lineage, marked, projected) SELECT 1, lineage, 0, 0 FROM ledger
      """)
  }
}
