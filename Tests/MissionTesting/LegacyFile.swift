import EventLogSQLite
package import MissionModel

/// A ledger as the predecessor writes it: mutable rows, in tables that tests fill as they like.
package struct LegacyFile {
  /// One value of a row.
  package typealias Value = LegacyValue

  /// The file.
  package let path: String
  private let connection: Connection

  /// Makes a file with the predecessor's tables; with `isOld` those of its first version.
  ///
  /// With `hasLog` what is written stays in the write-ahead log, as of a process that was killed.
  package init(_ path: String, isOld: Bool = false, hasLog: Bool = false) throws {
    self.path = path
    connection = try Connection(.init(path: path, mode: .create, synchronous: .off))
    if hasLog { _ = try connection.scalar("PRAGMA journal_mode = wal") }
    let later = isOld ? "" : ", priority_tier TEXT, source TEXT, result_published INTEGER"
    try connection.execute(
      """
      CREATE TABLE vp_sessions(
        vp_id TEXT PRIMARY KEY, runtime_id TEXT, session_id TEXT, workspace_dir TEXT, status TEXT,
        lease_owner TEXT, lease_expires_at TEXT, last_heartbeat_at TEXT, last_error TEXT,
        metadata_json TEXT, created_at TEXT, updated_at TEXT);
      CREATE TABLE vp_missions(
        mission_id TEXT PRIMARY KEY, vp_id TEXT, run_id TEXT, status TEXT, mission_type TEXT,
        objective TEXT, budget_json TEXT, payload_json TEXT, result_ref TEXT, priority INTEGER,
        worker_id TEXT, claim_expires_at TEXT, cancel_requested INTEGER, created_at TEXT,
        started_at TEXT, completed_at TEXT, updated_at TEXT\(later));
      CREATE TABLE vp_events(
        event_id TEXT PRIMARY KEY, mission_id TEXT, vp_id TEXT, event_type TEXT, payload_json TEXT,
        created_at TEXT);
      CREATE TABLE vp_session_events(
        event_id TEXT PRIMARY KEY, vp_id TEXT, event_type TEXT, payload_json TEXT, created_at TEXT);
      CREATE TABLE vp_bridge_cursors(
        cursor_key TEXT PRIMARY KEY, last_rowid INTEGER, updated_at TEXT);
      """)
  }

  /// Adds a row.
  package func add(_ table: String, _ columns: [(String, Value)]) throws {
    let names = columns.map(\.0).joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let insert = try connection.prepare("INSERT INTO \(table)(\(names)) VALUES (\(marks))")
    for (index, column) in columns.enumerated() {
      try insert.bind(SQLiteValue(column.1), at: index + 1)
    }
    try insert.run()
  }

  /// Adds a mission with the columns that every row has, and others over them.
  package func mission(
    _ id: String, vp: String = "vp.general.primary", status: String,
    _ columns: [(String, Value)] = []
  ) throws {
    let standard: [(String, Value)] = [
      ("mission_id", .text(id)), ("vp_id", .text(vp)), ("status", .text(status)),
      ("mission_type", .text("task")), ("objective", .text("Do \(id)")),
      ("budget_json", .text("{}")), ("payload_json", .text("{}")), ("priority", .integer(100)),
      ("cancel_requested", .integer(0)), ("created_at", .text("2026-01-02T10:00:00+00:00")),
      ("updated_at", .text("2026-01-02T11:00:00+00:00")),
    ]
    let others = Set(columns.map(\.0))
    try add("vp_missions", standard.filter { !others.contains($0.0) } + columns)
  }

  /// Adds an event of a mission.
  package func event(
    _ id: String, of mission: String, _ type: String, payload: Value = .text("{}"),
    at time: String = "2026-01-02T10:30:00+00:00", vp: String = "vp.general.primary"
  ) throws {
    try add(
      "vp_events",
      [
        ("event_id", .text(id)), ("mission_id", .text(mission)), ("vp_id", .text(vp)),
        ("event_type", .text(type)), ("payload_json", payload), ("created_at", .text(time)),
      ])
  }

  /// Runs statements on the file.
  package func run(_ script: String) throws { try connection.execute(script) }

  /// Lets go of the file.
  package func close() { connection.close() }
}

extension SQLiteValue {
  /// The value as SQLite holds it.
  fileprivate init(_ value: LegacyValue) {
    self =
      switch value {
      case .null: .null
      case .integer(let value): .integer(value)
      case .real(let value): .real(value)
      case .text(let value): .text(value)
      case .bytes(let value): .blob(value)
      }
  }
}
