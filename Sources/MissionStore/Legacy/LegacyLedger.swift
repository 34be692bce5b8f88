import EventLogSQLite
package import MissionModel

/// A ledger of the predecessor: mutable rows in a SQLite file, read in one snapshot and never
/// written.
///
/// Its write-ahead log is read with it, and neither is changed: if no process has the file open,
/// its log is indexed in memory, and no file is made beside it. Used by one thread.
package final class LegacyLedger {
  /// The predecessor's tables.
  package enum Table: String, CaseIterable {
    case missions = "vp_missions"
    case events = "vp_events"
    case sessions = "vp_sessions"
    case sessionEvents = "vp_session_events"
    case bridgeCursors = "vp_bridge_cursors"
  }

  /// The part of a mission's row that determines its order and lane.
  package struct MissionKey {
    package let place: Int64
    /// The columns that determine its order and its lane.
    package let row: LegacyRow
  }

  /// How many rows each table of the file has, by its name.
  package let rows: [String: Int64]
  /// The virtual tables of the file whose rows can't be counted without their module.
  package let uncounted: [String]
  /// The most bytes of a value that are read: a longer one would fill the memory.
  private static let longestValue = 32 << 20

  private let path: String
  let connection: Connection
  private(set) var sources: [Table: Source] = [:]

  /// Opens a file.
  ///
  /// - Throws: `not_found`; `not_a_ledger` for a file that is no SQLite database, or none of the
  ///   predecessor's; `ledger_corrupt`, and `vp_db_locked` while another process is in the midst of
  ///   a change.
  package init(_ path: String) throws(MissionError) {
    self.path = path
    let mode = try Self.mode(path)
    (connection, (rows, uncounted)) = try Self.translating(path) { () throws(SQLiteError) in
      var configuration = Connection.Configuration(path: path, mode: mode)
      configuration.isForeign = true
      let connection = try Connection(configuration)
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

  /// Closes the file.
  package func close() { connection.close() }

  /// Whether the file has a table.
  package func has(_ table: Table) -> Bool { rows[table.rawValue] != nil }

  /// Prepares to read rows by their numbers, and to find events by their mission; to be called
  /// first.
  ///
  /// Numbers or indexes that the file may lack are made beside it.
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

  /// The mission at a place; nil where it is gone.
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

  /// The events of the mission at a place, in the order in which they were written.
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

  /// Every row of a small table.
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

  /// The number of events whose mission the file doesn't have, with some of those missions' ids; no
  /// ids where its events name no mission.
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
  /// The current row of a query whose first column is the row's number.
  private static func row(_ query: Statement, _ table: Table) -> LegacyRow {
    LegacyRow(
      table: table.rawValue, place: query.int64(at: 0),
      columns: (1..<max(query.columnCount, 1)).map { column(query, at: $0) })
  }

  private static func column(_ query: Statement, at index: Int) -> LegacyRow.Column {
    let name = query.columnName(at: index)
    guard let length = query.length(at: index), length > longestValue else {
      return LegacyRow.Column(name: name, value: value(query, at: index))
    }
    var kept: [UInt8] = []
    query.append(bytesAt: index, to: &kept, atMost: longestValue)
    // A character that is cut in two is left out.
    let text = (0...3).lazy.compactMap { cut in
      String(validating: kept.dropLast(cut), as: UTF8.self)
    }.first
    return LegacyRow.Column(
      name: name, value: text.map(LegacyValue.text) ?? .bytes(kept), cutFrom: length)
  }

  /// A column of the current row; the bytes of a text that isn't UTF-8.
  private static func value(_ query: Statement, at column: Int) -> LegacyValue {
    let value = LegacyValue(query.value(at: column))
    // A repaired text has this character in place of bytes that are not UTF-8.
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
    let reason =
      error.kind == .busy
      ? "another program is changing it, or holds it for itself alone: let that end first"
      : "\(error)"
    return MissionError(
      code, "\(path) can't be read: \(reason)", retryAfterMs: code == .vpDBLocked ? 1_000 : nil)
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
