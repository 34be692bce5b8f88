import EventLogSQLite

extension LogReader {
  /// The triggers that keep the file append-only and are missing from it or changed.
  ///
  /// A sealed log has none of them, and nobody can write to it.
  package func missingGuards() throws(LogError) -> [String] {
    guard !isSealed else { return [] }
    return try translating { () throws(SQLiteError) in
      let stored = Set(try LedgerFormat.guards(in: connection))
      return try LedgerFormat.guards().filter { !stored.contains($0) }.map(\.name).sorted()
    }
  }
}

extension LedgerFormat {
  /// A trigger that refuses every change but an append.
  struct Guard: Hashable {
    let name: String
    let table: String
    let sql: String
  }

  /// The triggers that every ledger has.
  static func guards() throws(SQLiteError) -> [Guard] {
    let connection = try Connection(.init(path: "", mode: .memory))
    defer { connection.close() }
    try connection.execute(schema)
    return try guards(in: connection)
  }

  /// Recreates the triggers that are missing from a file or changed.
  static func restoreGuards(_ connection: Connection) throws(SQLiteError) {
    let stored = try guards(in: connection)
    for own in try guards() where !stored.contains(own) {
      if stored.contains(where: { $0.name == own.name }) {
        try connection.execute("DROP TRIGGER \(own.name)")
      }
      try connection.execute(own.sql)
    }
  }

  /// The triggers of a file.
  static func guards(in connection: Connection) throws(SQLiteError) -> [Guard] {
    let query = try connection.prepare(
      "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'")
    var guards: [Guard] = []
    while try query.step() {
      guards.append(
        Guard(name: query.text(at: 0), table: query.text(at: 1), sql: query.text(at: 2)))
    }
    return guards
  }
}
