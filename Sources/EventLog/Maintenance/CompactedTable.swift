import EventLogSQLite

/// The table of events that a compaction fills beside the one in use, and the remains of the old
/// one afterwards.
///
/// It has the columns and indexes of the table that it replaces, whichever those are, and none of
/// the triggers until then.
enum CompactedTable {
  private static let table = "events__compacted"
  private static let old = "events__old"
  /// The tables that exist during a compaction, or after one that was killed.
  static let names: Set<String> = [table, old]
  /// How many rows of the old table one step drops.
  private static let stepRows = 50_000

  /// Whether a compaction has begun and not yet swapped.
  static func exists(_ connection: Connection) throws(SQLiteError) -> Bool {
    try has(table, connection)
  }

  private static func has(_ name: String, _ connection: Connection) throws(SQLiteError) -> Bool {
    try connection.integer(
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '\(name)'") == 1
  }

  /// Makes the table, empty.
  static func create(_ connection: Connection) throws(SQLiteError) {
    guard
      case .text(let sql) = try connection.scalar(
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'events'")
    else { throw SQLiteError.amiss("there is no table of events") }
    try connection.execute("CREATE TABLE \(table)" + sql.drop { $0 != "(" })
    let indexes = try connection.prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'events' AND sql IS NOT NULL"
    )
    var statements: [String] = []
    while try indexes.step() {
      let sql = indexes.text(at: 1)
      let kind = sql.hasPrefix("CREATE UNIQUE") ? "CREATE UNIQUE INDEX" : "CREATE INDEX"
      statements.append(
        "\(kind) \(following(indexes.text(at: 0))) ON \(table)" + sql.drop { $0 != "(" })
    }
    for statement in statements { try connection.execute(statement) }
  }

  /// The last position that was copied; 0 before the first.
  static func head(_ connection: Connection) throws(SQLiteError) -> Int64 {
    try connection.integer("SELECT max(position) FROM \(table)") ?? 0
  }

  /// How the next row is copied: with another block, or with its own if `block` is nil.
  struct Row: Sendable {
    let codec: BlockCodec
    let block: [UInt8]?
  }

  /// Copies the next rows.
  static func append(_ rows: [Row], _ connection: Connection) throws(SQLiteError) {
    try LedgerFormat.raise(connection)
    let columns = try columns(connection)
    let values = columns.map {
      $0 == "codec" ? "?2" : $0 == "payload" ? "ifnull(?3, payload)" : $0
    }
    let names = columns.joined(separator: ", ")
    let copy = try connection.prepare(
      "INSERT INTO \(table)(\(names)) SELECT \(values.joined(separator: ", ")) FROM events WHERE position = ?1"
    )
    var position = try head(connection)
    for row in rows {
      position += 1
      try copy.bind(position, at: 1)
      try copy.bind(row.codec.stored, at: 2)
      try copy.bind(row.block, at: 3)
      try copy.run()
    }
  }

  /// Copies the rows appended meanwhile as they are, then puts the table, with the triggers, in the
  /// place of the old one.
  static func swap(_ connection: Connection) throws(SQLiteError) {
    let names = try columns(connection).joined(separator: ", ")
    try connection.execute(
      "INSERT INTO \(table)(\(names)) SELECT \(names) FROM events WHERE position > \(try head(connection)) ORDER BY position"
    )
    let (copied, wanted) = (
      try head(connection), try connection.integer("SELECT max(position) FROM events") ?? 0
    )
    guard copied == wanted else {
      throw SQLiteError.amiss("\(copied) events were copied, there are \(wanted)")
    }
    let triggers = try LedgerFormat.takeTriggers(of: ["events"], connection)
    // Other tables' triggers refer to `events` by name, whichever table has it.
    try connection.set(pragma: "legacy_alter_table", to: 1)
    do throws(SQLiteError) {
      try connection.execute(
        "ALTER TABLE events RENAME TO \(old); ALTER TABLE \(table) RENAME TO events")
      for trigger in triggers { try connection.execute(trigger) }
      try LedgerFormat.restoreGuards(connection)
    } catch {
      try? connection.set(pragma: "legacy_alter_table", to: 0)
      throw error
    }
    try connection.set(pragma: "legacy_alter_table", to: 0)
  }

  /// Drops a part of the old table; false if nothing is left of it.
  static func shrinkOld(_ connection: Connection) throws(SQLiteError) -> Bool {
    guard try has(old, connection) else { return false }
    let indexes = try connection.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = '\(old)' AND sql IS NOT NULL"
    )
    var names: [String] = []
    while try indexes.step() { names.append(indexes.text(at: 0)) }
    if let name = names.first {
      try connection.execute("DROP INDEX \(name)")
      return true
    }
    let last = try connection.integer("SELECT max(position) FROM \(old)") ?? 0
    if last > stepRows {
      try connection.execute("DELETE FROM \(old) WHERE position > \(last - Int64(stepRows))")
    } else {
      try connection.execute("DROP TABLE \(old)")
    }
    return true
  }

  private static func columns(_ connection: Connection) throws(SQLiteError) -> [String] {
    let query = try connection.prepare(
      "SELECT name FROM pragma_table_info('\(table)') ORDER BY cid")
    var names: [String] = []
    while try query.step() { names.append(query.text(at: 0)) }
    return names
  }

  /// The name of the index that replaces an index: both exist for a while.
  private static func following(_ name: String) -> String {
    let parts = name.split(separator: "_")
    guard let last = parts.last, let number = Int(last) else { return name + "_2" }
    return parts.dropLast().joined(separator: "_") + "_\(number + 1)"
  }
}
