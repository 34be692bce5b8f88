internal import EventLogSQLite
internal import Platform

/// The ledger's own record of its projections: the tables `projections` and `parked_events`.
///
/// A projection whose `position` is NULL is at the log's own `projected` position. One with a
/// number was left behind there, by a program that doesn't know it or in the middle of catching up.
enum Catalog {
  /// A projection as the ledger has it.
  struct Entry: Hashable {
    var version: Int
    /// How often its table was made; its indexes carry this number.
    var generation: Int64
    var builtAt: Instant
    var position: Int64?

    /// The numbers that tables can have.
    static let generations: Range<Int64> = 1..<Int64.max

    /// The number of the next table; after a number that no ledger can have reached, one that the
    /// present indexes hardly have.
    var nextGeneration: Int64 { Self.generations.contains(generation) ? generation + 1 : 2 }
  }

  /// Makes the catalog's tables if they are missing.
  static func create(_ connection: Connection) throws(SQLiteError) {
    if try exists("projections", connection), try exists("parked_events", connection) { return }
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS projections (
        name TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        built_at INTEGER NOT NULL,
        position INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS parked_events (
        projection TEXT NOT NULL,
        position INTEGER NOT NULL,
        error TEXT NOT NULL,
        PRIMARY KEY (projection, position)
      ) STRICT, WITHOUT ROWID;
      """)
  }

  /// Whether a table exists.
  static func exists(_ table: String, _ connection: Connection) throws(SQLiteError) -> Bool {
    let query = try connection.statement(
      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
    try query.bind(table, at: 1)
    defer { query.reset() }
    return try query.step()
  }

  /// Every projection in the ledger, by name; none if there is no catalog.
  static func entries(_ connection: Connection) throws(SQLiteError) -> [String: Entry] {
    guard let query = try select(connection) else { return [:] }
    var entries: [String: Entry] = [:]
    while try query.step() {
      entries[query.text(at: 0)] = Entry(
        version: Int(query.int64(at: 1)), generation: query.int64(at: 2),
        builtAt: Instant(microseconds: query.int64(at: 3)),
        position: query.optionalInt64(at: 4))
    }
    return entries
  }

  /// The query of every entry; nil if there is no catalog.
  ///
  /// That is checked only where the query fails, since looking for a table reads the whole schema,
  /// and every snapshot begins here.
  private static func select(_ connection: Connection) throws(SQLiteError) -> Statement? {
    do throws(SQLiteError) {
      return try connection.statement(
        "SELECT name, version, generation, built_at, position FROM projections")
    } catch {
      guard try !exists("projections", connection) else { throw error }
      return nil
    }
  }

  /// Writes a projection's entry.
  static func set(
    _ entry: Entry, of name: String, _ connection: Connection
  ) throws(SQLiteError) {
    let remove = try connection.statement("DELETE FROM projections WHERE name = ?")
    try remove.bind(name, at: 1)
    try remove.run()
    let insert = try connection.statement(
      """
      INSERT INTO projections (name, version, generation, built_at, position)
      VALUES (?, ?, ?, ?, ?)
      """)
    try insert.bind(name, at: 1)
    try insert.bind(entry.version, at: 2)
    try insert.bind(entry.generation, at: 3)
    try insert.bind(entry.builtAt.microseconds, at: 4)
    try insert.bind(entry.position, at: 5)
    try insert.run()
  }

  // MARK: Tables of a rebuild

  private static let suffix = "__rebuild"

  /// The name of the table that a rebuild makes beside the one of this name.
  static func beside(_ name: String) -> String { name + suffix }

  /// Whether a rebuild runs in this ledger, or was killed in it.
  static func hasDebris(_ connection: Connection) throws(SQLiteError) -> Bool {
    try !tablesBeside(connection).isEmpty
  }

  /// Drops the remains of a killed rebuild.
  static func dropDebris(_ connection: Connection) throws(SQLiteError) {
    for table in try tablesBeside(connection) {
      try connection.execute("DROP TABLE \(table)")
    }
    let delete = try connection.statement(
      "DELETE FROM parked_events WHERE projection NOT IN (SELECT name FROM projections)")
    try delete.run()
  }

  /// The tables that a rebuild fills, or that a killed one has left.
  static func tablesBeside(_ connection: Connection) throws(SQLiteError) -> [String] {
    let query = try connection.statement(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, -length(?1)) = ?1")
    try query.bind(suffix, at: 1)
    var tables: [String] = []
    while try query.step() { tables.append(query.text(at: 0)) }
    return tables
  }

  // MARK: Parked events

  /// Records an event that a reducer failed on.
  static func park(
    _ event: ParkedEvent, of name: String, _ connection: Connection
  ) throws(SQLiteError) {
    let insert = try connection.statement(
      "INSERT INTO parked_events (projection, position, error) VALUES (?, ?, ?)")
    try insert.bind(name, at: 1)
    try insert.bind(event.position, at: 2)
    try insert.bind(event.error, at: 3)
    try insert.run()
  }

  /// The events that a projection's reducer failed on, oldest first, from the file, up to a
  /// position.
  static func parked(
    of name: String, _ connection: Connection, through last: Int64 = .max
  ) throws(SQLiteError) -> [ParkedEvent] {
    let query = try connection.statement(
      """
      SELECT position, error FROM main.parked_events
      WHERE projection = ? AND position <= ? ORDER BY position
      """)
    try query.bind(name, at: 1)
    try query.bind(last, at: 2)
    var events: [ParkedEvent] = []
    while try query.step() {
      events.append(ParkedEvent(position: query.int64(at: 0), error: query.text(at: 1)))
    }
    return events
  }

  /// Whether a projection's reducer failed on any event.
  static func hasParked(of name: String, _ connection: Connection) throws(SQLiteError) -> Bool {
    let query = try connection.statement(
      "SELECT 1 FROM main.parked_events WHERE projection = ? LIMIT 1")
    try query.bind(name, at: 1)
    defer { query.reset() }
    return try query.step()
  }

  /// The positions of a stream's events that a projection's reducer failed on, oldest first, of
  /// types that matter.
  ///
  /// Costs a look at each event of the stream, however many of others are parked. Events parked
  /// anew for a past moment are in a table of their own, which lacks those that need no fold; the
  /// file's table has all.
  static func parked(
    of name: String, inStream stream: Int64, _ connection: Connection,
    where matters: (_ type: String) -> Bool
  ) throws(SQLiteError) -> [Int64] {
    let query = try connection.statement(
      """
      SELECT events.position, names.name FROM events
      CROSS JOIN main.parked_events AS parked
        ON parked.projection = ?1 AND parked.position = events.position
      CROSS JOIN names ON names.id = events.type
      WHERE events.stream = ?2 ORDER BY events.version
      """)
    try query.bind(name, at: 1)
    try query.bind(stream, at: 2)
    var positions: [Int64] = []
    while try query.step() {
      if matters(query.text(at: 1)) { positions.append(query.int64(at: 0)) }
    }
    return positions
  }

  /// A name under which events are parked although it is no projection's and no rebuild's; nil if
  /// there is none.
  static func parkedStranger(_ connection: Connection) throws(SQLiteError) -> String? {
    guard try exists("parked_events", connection) else { return nil }
    let query = try connection.prepare(
      """
      SELECT projection FROM parked_events
      WHERE substr(projection, -length(?1)) <> ?1 AND projection NOT IN (SELECT name FROM projections)
      LIMIT 1
      """)
    try query.bind(suffix, at: 1)
    return try query.step() ? query.text(at: 0) : nil
  }

  /// Replaces a projection's parked events with those that a rebuild has parked.
  static func swapParked(of name: String, _ connection: Connection) throws(SQLiteError) {
    let delete = try connection.statement("DELETE FROM parked_events WHERE projection = ?")
    try delete.bind(name, at: 1)
    try delete.run()
    let update = try connection.statement(
      "UPDATE parked_events SET projection = ? WHERE projection = ?")
    try update.bind(name, at: 1)
    try update.bind(beside(name), at: 2)
    try update.run()
  }
}
