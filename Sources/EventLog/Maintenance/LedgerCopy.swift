import EventLogSQLite
package import Platform

/// A copy of a ledger as it was at one moment.
package struct LedgerCopy: Hashable, Sendable {
  /// The lineage of the copy: the ledger's own.
  package let lineage: String
  /// The root of the copy's events, with their number.
  package let root: LogRoot
  /// The bytes of its file.
  package let bytes: Int64
}

extension EventLog {
  /// The bytes of the file of a copy of the ledger as it is now; files beside the ledger count only
  /// as far as they make that longer.
  package func copyBytesBlocking() throws -> Int64 {
    try readBlocking { try $0.query { try $0.databaseBytes() } }
  }

  /// Copies the ledger as it is now to a new file, by SQLite's own backup: one snapshot, while
  /// writers go on.
  ///
  /// Blocks its thread. On failure no file is left.
  package func copyBlocking(
    to path: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> LedgerCopy {
    guard (try? FileSystem.info(path)) == nil else {
      throw LogError(.io, "\(path) is there already: a copy is a new file")
    }
    do {
      let root = try readBlocking { reader in
        let target = try Connection(.init(path: path, mode: .create))
        defer { target.close() }
        try reader.connection.copy(into: target, progress: progress)
        return try reader.root()
      }
      return LedgerCopy(lineage: lineage, root: root, bytes: try Self.bytes(of: path))
    } catch {
      Self.remove(copy: path)
      throw error
    }
  }

  /// Gives a copy of a ledger, which nobody has open, a lineage of its own: it has the same events,
  /// but what is appended from here on is another history.
  package static func giveLineage(
    toCopy path: String, randomness: Randomness = .system
  ) throws(LogError) -> String {
    let lineage = randomness.bytes(16)
    do throws(SQLiteError) {
      let connection = try Connection(.init(path: path, mode: .readWrite))
      defer { connection.close() }
      try connection.execute("BEGIN IMMEDIATE")
      let guards = try LedgerFormat.takeTriggers(of: ["ledger", "log_state"], connection)
      for table in ["ledger", "log_state"] {
        let update = try connection.prepare("UPDATE \(table) SET lineage = ?")
        try update.bind(lineage, at: 1)
        try update.run()
      }
      for trigger in guards { try connection.execute(trigger) }
      try connection.execute("COMMIT")
    } catch {
      throw LogError(error, doing: "giving \(path) a lineage of its own")
    }
    try settle(path)
    return lineage.hex
  }

  /// Moves all of a ledger that nobody has open into its one file, and removes the files beside it,
  /// so that it can be renamed.
  package static func settle(_ path: String) throws(LogError) {
    do throws(SQLiteError) {
      let connection = try Connection(.init(path: path, mode: .readWrite))
      defer { connection.close() }
      guard try connection.checkpoint(.truncate).complete else {
        throw SQLiteError.busy("it is open elsewhere")
      }
    } catch {
      throw LogError(error, doing: "bringing what lies beside \(path) into it")
    }
    for side in [SideFile.writeAheadLog, .sharedMemory, .lock] {
      try? FileSystem.removeFile(side.path(of: path))
    }
  }

  /// Removes the files of a failed copy.
  package static func remove(copy path: String) {
    try? FileSystem.removeFile(path)
    for side in [SideFile.journal, .writeAheadLog, .sharedMemory] {
      try? FileSystem.removeFile(side.path(of: path))
    }
  }

  private static func bytes(of path: String) throws(LogError) -> Int64 {
    do throws(PlatformError) {
      return try FileSystem.info(path).bytes
    } catch {
      throw LogError(error, doing: "looking at \(path)")
    }
  }
}

extension LedgerFormat {
  /// Drops all triggers of some tables inside a transaction, and returns the statements that make
  /// them again.
  ///
  /// Only for callers that prove afterwards that the log is unchanged.
  static func takeTriggers(
    of tables: [String], _ connection: Connection
  ) throws(SQLiteError) -> [String] {
    var statements: [String] = []
    for table in tables {
      let query = try connection.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?")
      try query.bind(table, at: 1)
      var found: [(name: String, sql: String)] = []
      while try query.step() { found.append((query.text(at: 0), query.text(at: 1))) }
      for trigger in found { try connection.execute("DROP TRIGGER \(trigger.name)") }
      statements += found.map(\.sql)
    }
    return statements
  }
}
