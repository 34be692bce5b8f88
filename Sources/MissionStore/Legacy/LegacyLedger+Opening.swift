import EventLog
import EventLogSQLite
import MissionModel
import Platform

/// What opening a file finds out about it.
extension LegacyLedger {
  /// The mode in which opening the file changes neither it nor anything beside it.
  static func mode(_ path: String) throws(MissionError) -> Connection.Configuration.Mode {
    guard let info = try? FileSystem.info(path, followingLinks: true) else {
      throw MissionError(.notFound, "there is no file \(path)")
    }
    guard info.kind == .file, let header = try? FileSystem.read(path, first: 100),
      header.starts(with: Array("SQLite format 3\u{0}".utf8)), header.count == 100
    else {
      throw MissionError(
        .notALedger, "\(path) is neither a ledger of the predecessor nor an export of missionlog")
    }
    // Its companions lie beside the file itself, wherever the links to it lie.
    let file = (try? FileSystem.realPath(path)) ?? path
    // The format's version for reading: 2 is a database with a write-ahead log.
    guard header[19] == 2 else {
      guard !isHot(file + "-journal") else {
        throw MissionError(
          .vpDBLocked,
          "\(path) has a journal of a change that was not finished (\(file)-journal): let its program end it first",
          retryAfterMs: 1_000)
      }
      return .readOnly
    }
    // A process that has it open holds a lock on this byte of the log's shared index.
    if FileSystem.lockHolder(
      of: SideFile.sharedMemory.path(of: file), byte: 128, includingReaders: true) != nil
    {
      return .readOnly
    }
    let log = try? FileSystem.info(SideFile.writeAheadLog.path(of: file), followingLinks: true)
    return log?.bytes ?? 0 > 0 ? .immutableWithLog : .immutable
  }

  /// Whether a journal is of an unfinished change: one left by a finished change has no header any
  /// more.
  private static func isHot(_ journal: String) -> Bool {
    let header: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    return (try? FileSystem.read(journal, first: header.count)) == header
  }

  /// Counts the rows of every table, and of views in place of the predecessor's tables; names the
  /// tables whose module this program lacks.
  static func count(
    _ connection: Connection
  ) throws(SQLiteError) -> (rows: [String: Int64], uncounted: [String]) {
    let tables = try connection.prepare(
      """
      SELECT name, type FROM main.sqlite_schema
      WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
      """)
    var (rows, uncounted): ([String: Int64], [String]) = ([:], [])
    while try tables.step() {
      let name = tables.text(at: 0)
      let known = Table(rawValue: name.lowercased())?.rawValue
      guard known != nil || tables.text(at: 1) == "table" else { continue }
      let quoted = name.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"")
      do throws(SQLiteError) {
        rows[known ?? name] = try connection.integer("SELECT count(*) FROM main.\"\(quoted)\"") ?? 0
      } catch {
        guard known == nil, error.message.hasPrefix("no such module: ") else { throw error }
        uncounted.append(name)
      }
    }
    return (rows, uncounted)
  }
}
