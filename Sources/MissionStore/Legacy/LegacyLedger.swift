import EventLogSQLite
package import MissionModel
import Platform

/// A ledger of the predecessor: mutable rows in a SQLite file, read in one snapshot and never written.
///
/// Its write-ahead log is read with it, and neither is changed: where no process has the file open, its log is indexed
/// in memory, and nothing is made beside it. Used by one thread.
package final class LegacyLedger {
  /// The predecessor's tables.
  package enum Table: String, CaseIterable {
    case missions = "vp_missions"
    case events = "vp_events"
    case sessions = "vp_sessions"
    case sessionEvents = "vp_session_events"
    case bridgeCursors = "vp_bridge_cursors"
  }

  /// A mission's row, as far as its place among the others needs it.
  package struct MissionKey {
    package let place: Int64
    /// The columns that order it and tell its lane.
    package let row: LegacyRow
  }

  /// How many rows each table of the file has, by its name.
  package let rows: [String: Int64]
  /// The virtual tables of the file whose rows nobody can count without their module.
  package let uncounted: [String]
  private let path: String
  private let connection: Connection
  private var sources: [Table: Source] = [:]

  /// Opens a file.
  ///
  /// - Throws: `not_found`; `not_a_ledger` for what is no SQLite database, or none of the predecessor's;
  ///   `ledger_corrupt`, and `vp_db_locked` while another process is in the midst of a change.
  package init(_ path: String) throws(MissionError) {
    self.path = path
    let mode = try Self.mode(path)
    (connection, (rows, uncounted)) = try Self.translating(path) { () throws(SQLiteError) in
      let connection = try Connection(.init(path: path, mode: mode))
      try connection.execute("BEGIN")
      return (connection, try Self.count(connection))
    }
    guard rows.keys.contains(where: { Table(rawValue: $0) != nil }) else {
      close()
      let found = rows.isEmpty ? "no table" : rows.keys.sorted().prefix(8).joined(separator: ", ")
      throw MissionError(
        .notALedger,
        "\(path) is no ledger of the predecessor: it has \(found), and none of "
          + Table.allCases.map(\.rawValue).joined(separator: ", ")
          + (rows["log_state"] == nil ? "" : "; it is a ledger of missionlog: import its export"))
    }
  }

  /// Lets go of the file.
  package func close() { connection.close() }

  /// Whether the file has a table.
  package func has(_ table: Table) -> Bool { rows[table.rawValue] != nil }

  /// Prepares to read rows by their numbers, and to find events by their mission; to be called first.
  ///
  /// What the file has no number or index for maybe is made beside it.
  package func prepare() throws(MissionError) {
    do throws(SQLiteError) {
      try connection.allowTemporaries(true)
      for table in Table.allCases where has(table) { sources[table] = try source(of: table) }
      if let events = sources[.events] { try place(events) }
      try connection.allowTemporaries(false)
    } catch {
      throw Self.failure(error, path)
    }
  }

  /// The key of every mission, in the order of their rows.
  package func missionKeys() throws(MissionError) -> [MissionKey] {
    guard let source = sources[.missions] else { return [] }
    return try translating { () throws(SQLiteError) in
      let wanted = ["mission_id", "vp_id", "created_at"].filter(source.columns.contains)
      let list = ([source.number] + wanted).joined(separator: ", ")
      let query = try connection.prepare(
        "SELECT \(list) FROM \(source.name) ORDER BY \(source.number)")
      var keys: [MissionKey] = []
      while try query.step() {
        let row = Self.row(query, .missions)
        keys.append(MissionKey(place: row.place, row: row))
      }
      return keys
    }
  }

  /// The mission of a place; nil where it is gone.
  package func mission(at place: Int64) throws(MissionError) -> LegacyRow? {
    guard let source = sources[.missions] else { return nil }
    return try translating { () throws(SQLiteError) in
      let query = try connection.statement(
        "SELECT \(source.number), * FROM \(source.name) WHERE \(source.number) = ?")
      try query.bind(place, at: 1)
      defer { query.reset() }
      return try query.step() ? Self.row(query, .missions) : nil
    }
  }

  /// The events of the mission of a place, in the order in which they were written.
  package func events(ofMissionAt place: Int64) throws(MissionError) -> [LegacyRow] {
    guard let source = sources[.events] else { return [] }
    return try translating { () throws(SQLiteError) in
      let query = try connection.statement(
        """
        SELECT e.\(source.number), e.*
        FROM temp.event_places p JOIN \(source.name) e ON e.\(source.number) = p.place
        WHERE p.mission = ? ORDER BY p.place
        """)
      try query.bind(place, at: 1)
      defer { query.reset() }
      var rows: [LegacyRow] = []
      while try query.step() { rows.append(Self.row(query, .events)) }
      return rows
    }
  }

  /// Every row of a table that has few.
  package func all(_ table: Table) throws(MissionError) -> [LegacyRow] {
    guard let source = sources[table] else { return [] }
    return try translating { () throws(SQLiteError) in
      let query = try connection.prepare(
        "SELECT \(source.number), * FROM \(source.name) ORDER BY \(source.number)")
      var rows: [LegacyRow] = []
      while try query.step() { rows.append(Self.row(query, table)) }
      return rows
    }
  }

  /// How many events there are of missions that the file doesn't have, with some of those missions' ids; with none where
  /// its events name no mission.
  package func eventsWithoutMission() throws(MissionError) -> (count: Int64, missions: [String]) {
    guard let events = sources[.events] else { return (0, []) }
    guard events.columns.contains("mission_id") else {
      return (rows[Table.events.rawValue] ?? 0, [])
    }
    return try translating { () throws(SQLiteError) in
      let count = try connection.integer(
        "SELECT count(*) FROM temp.event_places WHERE mission IS NULL")
      let query = try connection.prepare(
        """
        SELECT DISTINCT e.mission_id
        FROM temp.event_places p JOIN \(events.name) e ON e.\(events.number) = p.place
        WHERE p.mission IS NULL ORDER BY 1 LIMIT 5
        """)
      var missions: [String] = []
      while try query.step() { missions.append(query.optionalText(at: 0) ?? "NULL") }
      return (count ?? 0, missions)
    }
  }
}

extension LegacyLedger {
  /// Where a table's rows are read.
  private struct Source {
    /// The table, or its copy.
    let name: String
    /// What the number of a row is called there.
    let number: String
    /// The columns, in small letters, since SQLite knows no others.
    let columns: Set<String>
  }

  /// Finds out how a table's rows are read; copies one that doesn't number them, in the order of their times.
  private func source(of table: Table) throws(SQLiteError) -> Source {
    let info = try connection.prepare("SELECT name FROM pragma_table_info('\(table.rawValue)')")
    var columns: Set<String> = []
    while try info.step() { columns.insert(info.text(at: 0).lowercased()) }
    // A column of the same name hides the number.
    guard let number = ["rowid", "_rowid_", "oid"].first(where: { !columns.contains($0) }) else {
      throw SQLiteError.amiss("\(table.rawValue) has a column for each name of a rowid")
    }
    let main = "main.\(table.rawValue)"
    let isNumberless = try connection.integer(
      "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND lower(name) = '\(table.rawValue)'"
    )
    guard isNumberless == 1 else { return Source(name: main, number: number, columns: columns) }
    let order = columns.contains("created_at") ? " ORDER BY created_at" : ""
    let copy = "temp.\(table.rawValue)"
    try connection.execute("CREATE TABLE \(copy) AS SELECT * FROM \(main)\(order)")
    return Source(name: copy, number: number, columns: columns)
  }

  /// Notes where each mission's events lie: those of its very id, and those of no mission's that name it but for white
  /// space at the ends.
  private func place(_ events: Source) throws(SQLiteError) {
    if let missions = sources[.missions], missions.columns.contains("mission_id") {
      try connection.execute(
        """
        CREATE TEMP TABLE mission_names AS
          SELECT mission_id AS id, \(Self.trimmed("mission_id")) AS name, \(missions.number) AS place
          FROM \(missions.name);
        """)
    } else {
      try connection.execute("CREATE TEMP TABLE mission_names(id, name, place)")
    }
    let id = events.columns.contains("mission_id") ? "e.mission_id" : "NULL"
    try connection.execute(
      """
      CREATE INDEX temp.missions_by_id ON mission_names(id, place);
      CREATE INDEX temp.missions_by_name ON mission_names(name, place);
      CREATE TEMP TABLE event_places AS
        SELECT
          coalesce(
            (SELECT min(m.place) FROM temp.mission_names m WHERE m.id = \(id)),
            (SELECT min(m.place) FROM temp.mission_names m
              WHERE m.name = \(Self.trimmed(id)) AND m.name <> '')) AS mission,
          e.\(events.number) AS place
        FROM \(events.name) e;
      CREATE INDEX temp.events_by_mission ON event_places(mission, place);
      """)
  }

  /// An expression's text without white space at its ends, as `LegacyValue.word` has it.
  private static func trimmed(_ expression: String) -> String {
    """
    trim(\(expression), char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199,
      8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288))
    """
  }

  /// How the file is opened so that nothing of it, or beside it, changes.
  private static func mode(_ path: String) throws(MissionError) -> Connection.Configuration.Mode {
    guard let info = try? FileSystem.info(path, followingLinks: true) else {
      throw MissionError(.notFound, "there is no file \(path)")
    }
    guard info.kind == .file, let header = try? FileSystem.read(path, first: 100),
      header.starts(with: Array("SQLite format 3\u{0}".utf8)), header.count == 100
    else {
      throw MissionError(
        .notALedger, "\(path) is neither a ledger of the predecessor nor an export of missionlog")
    }
    // What belongs to it lies beside the file itself, wherever links to that lie.
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
    if FileSystem.lockHolder(of: file + "-shm", byte: 128, includingReaders: true) != nil {
      return .readOnly
    }
    let log = try? FileSystem.info(file + "-wal", followingLinks: true)
    return log?.bytes ?? 0 > 0 ? .immutableWithLog : .immutable
  }

  /// Whether a journal is of a change that was not finished: what a finished one may leave has no header any more.
  private static func isHot(_ journal: String) -> Bool {
    let header: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    return (try? FileSystem.read(journal, first: header.count)) == header
  }

  /// Counts the rows of every table, but those whose module this program lacks, which are named.
  private static func count(
    _ connection: Connection
  ) throws(SQLiteError) -> (rows: [String: Int64], uncounted: [String]) {
    let tables = try connection.prepare(
      "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    var (rows, uncounted): ([String: Int64], [String]) = ([:], [])
    while try tables.step() {
      let name = tables.text(at: 0)
      let known = Table(rawValue: name.lowercased())?.rawValue
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

  /// The current row of a query whose first column is the row's number.
  private static func row(_ query: Statement, _ table: Table) -> LegacyRow {
    LegacyRow(
      table: table.rawValue, place: query.int64(at: 0),
      columns: (1..<max(query.columnCount, 1)).map { index in
        LegacyRow.Column(name: query.columnName(at: index), value: value(query, at: index))
      })
  }

  /// A column of the current row; of a text that isn't UTF-8, its bytes.
  private static func value(_ query: Statement, at column: Int) -> LegacyValue {
    let value = LegacyValue(query.value(at: column))
    // What is repaired has this character in the place of what was none.
    guard case .text(let text) = value, text.unicodeScalars.contains("\u{FFFD}") else {
      return value
    }
    let bytes = query.blob(at: column)
    return String(validating: bytes, as: UTF8.self) == nil ? .bytes(bytes) : value
  }

  private func translating<T>(_ body: () throws(SQLiteError) -> T) throws(MissionError) -> T {
    try Self.translating(path, body)
  }

  private static func translating<T>(
    _ path: String, _ body: () throws(SQLiteError) -> T
  ) throws(MissionError) -> T {
    do throws(SQLiteError) {
      return try body()
    } catch {
      throw failure(error, path)
    }
  }

  private static func failure(_ error: SQLiteError, _ path: String) -> MissionError {
    let code: MissionError.Code =
      switch error.kind {
      case .busy: .vpDBLocked
      case .notADatabase: .notALedger
      case .cannotOpen, .readOnly: .ledgerReadOnly
      default: .ledgerCorrupt
      }
    return MissionError(
      code, "\(path) can't be read: \(error)", retryAfterMs: code == .vpDBLocked ? 1_000 : nil)
  }
}

extension LegacyValue {
  fileprivate init(_ value: SQLiteValue) {
    self =
      switch value {
      case .null: .null
      case .integer(let value): .integer(value)
      case .real(let value): .real(value)
      case .text(let value): .text(value)
      case .blob(let value): .bytes(value)
      }
  }
}
