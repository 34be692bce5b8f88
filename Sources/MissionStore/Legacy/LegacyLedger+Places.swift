import EventLogSQLite

/// The numbering of a table's rows, and the places of each mission's events.
extension LegacyLedger {
  /// The readable form of a table.
  struct Source {
    /// The table, or its copy.
    let name: String
    /// The name of the row number there.
    let number: String
    /// The columns, in lower case, since SQLite ignores case.
    let columns: Set<String>
  }

  /// Finds how to read a table's rows; copies a table without row numbers, in the order of its
  /// times.
  func source(of table: Table) throws(SQLiteError) -> Source {
    let info = try connection.prepare("SELECT name FROM pragma_table_info('\(table.rawValue)')")
    var columns: Set<String> = []
    while try info.step() { columns.insert(info.text(at: 0).lowercased()) }
    // A column of the same name hides the number.
    guard let number = ["rowid", "_rowid_", "oid"].first(where: { !columns.contains($0) }) else {
      throw SQLiteError.amiss("\(table.rawValue) has a column for each name of a rowid")
    }
    let main = "main.\(table.rawValue)"
    let isNumberless = try connection.integer(
      """
      SELECT wr OR type = 'view' FROM pragma_table_list
      WHERE schema = 'main' AND lower(name) = '\(table.rawValue)'
      """)
    guard isNumberless == 1 else { return Source(name: main, number: number, columns: columns) }
    let order = columns.contains("created_at") ? " ORDER BY created_at" : ""
    let copy = "temp.\(table.rawValue)"
    try connection.execute("CREATE TABLE \(copy) AS SELECT * FROM \(main)\(order)")
    return Source(name: copy, number: number, columns: columns)
  }

  /// Notes the places of each mission's events: those with its exact id, and those that match no
  /// exact id but its id without white space at the ends.
  func place(_ events: Source) throws(SQLiteError) {
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
}
