import EventLogSQLite
import Platform

/// What lies at a ledger's path, determined without changing it.
enum Examination: Hashable {
  /// A ledger that this program can read, or a file that can only be judged with its write-ahead
  /// log; with its lineage if that can be read.
  case ledger(lineage: [UInt8]?)
  /// Nothing, or an empty database that an interrupted first writer left.
  case unfinished

  /// Examines a path as `examine(_:)` does; for a writer, a file that makes no sense is examined
  /// again under the side lock, whose holder may be making it.
  static func examine(
    _ path: String, _ options: EventLog.Options
  ) throws(LogError) -> Examination {
    do throws(LogError) {
      return try examine(path)
    } catch {
      guard options.access == .readWrite, error.code == .corrupt || error.code == .notALedger,
        (try? FileSystem.info(SideFile.lock.path(of: path)))?.kind == .file
      else { throw error }
      let lock = try LedgerMaker.lock(path, within: options.busyTimeout)
      defer { lock.release() }
      return try examine(path)
    }
  }

  /// Examines a path.
  ///
  /// - Throws: `notALedger`, `schemaTooNew` or `unsupportedFilesystem`.
  static func examine(_ path: String) throws(LogError) -> Examination {
    guard let info = try? FileSystem.info(path, followingLinks: true) else { return .unfinished }
    guard info.kind == .file else {
      throw LogError(.notALedger, "\(path) is \(info.kind.name), not a ledger")
    }
    let network = try? FileSystem.networkFileSystem(at: path)
    if let network = network ?? nil {
      throw LogError(
        .unsupportedFilesystem,
        "\(path) lies on \(network): a ledger needs a local disk, whose locks can be trusted")
    }
    guard info.bytes > 0 else { return .unfinished }
    // SQLite takes a file shorter than its smallest page for an empty database.
    guard info.bytes >= 512 else { throw notADatabase(path, cause: nil) }
    do throws(LogError) {
      return try examineAlone(path)
    } catch {
      // An interrupted checkpoint leaves a file that is whole only with its log.
      guard error.code == .corrupt else { throw error }
      let log = try? FileSystem.info(SideFile.writeAheadLog.path(of: path))
      if log?.bytes ?? 0 > 0 { return .ledger(lineage: nil) }
      // A checkpoint that has ended meanwhile leaves a whole file.
      return try examineAlone(path)
    }
  }

  /// Examines a file without its write-ahead log.
  private static func examineAlone(_ path: String) throws(LogError) -> Examination {
    let connection: Connection
    do throws(SQLiteError) {
      connection = try Connection(.init(path: path, mode: .immutable, cacheKiB: 64))
    } catch {
      throw failure(error, path: path)
    }
    defer { connection.close() }
    return try examine(connection, path: path)
  }

  /// Examines an open database, at one moment: it may be filled meanwhile.
  static func examine(_ connection: Connection, path: String) throws(LogError) -> Examination {
    let application: Int64?
    let version: Int64?
    let tables: Int64?
    defer { if connection.isInTransaction { try? connection.execute("COMMIT") } }
    do throws(SQLiteError) {
      try connection.execute("BEGIN")
      application = try connection.integer("PRAGMA application_id")
      version = try connection.integer("PRAGMA user_version")
      tables = try connection.integer("SELECT count(*) FROM sqlite_schema")
    } catch {
      throw failure(error, path: path)
    }
    if application == 0, version == 0, tables == 0 { return .unfinished }
    guard application == LedgerFormat.applicationID, let version, version > 0 else {
      throw LogError(.notALedger, "\(path) is a database of another program, not a ledger")
    }
    guard version <= LedgerFormat.version else {
      throw LedgerFormat.refusal(of: path, format: version)
    }
    // An interrupted checkpoint may have left the tables without their content.
    return .ledger(lineage: (try? connection.blob("SELECT lineage FROM ledger")) ?? nil)
  }

  private static func failure(_ error: SQLiteError, path: String) -> LogError {
    error.kind == .notADatabase
      ? notADatabase(path, cause: error) : LogError(error, doing: "examining \(path)")
  }

  private static func notADatabase(_ path: String, cause: SQLiteError?) -> LogError {
    LogError(.notALedger, "\(path) is not a ledger, and no SQLite database", cause: cause)
  }
}

extension Connection {
  /// The first column of a query's first row as bytes; nil for anything else.
  fileprivate func blob(_ sql: String) throws(SQLiteError) -> [UInt8]? {
    guard case .blob(let bytes) = try scalar(sql) else { return nil }
    return bytes
  }
}
