import CanonicalJSON
package import EventLog
import EventLogSQLite
package import EventProjections
package import Platform

/// A plain SQLite file with the content of ledgers, for any tool: payloads as JSON text, times as
/// ISO-8601, and views for a person's first questions.
///
/// It shares no page with the ledgers and needs nothing of theirs: no function, no extension, no
/// dictionary.
package struct SQLiteExport: Sendable {
  private let ledgers: [ProjectedLog]
  private let stream: StreamName?
  private let now: Instant

  /// The schema name of the ledger that is being copied.
  private static let attached = "ledger"

  /// Makes an export of ledgers, or of one stream of them with the rows that belong to it.
  package init(of ledgers: [ProjectedLog], stream: StreamName? = nil, now: Instant) {
    self.ledgers = ledgers
    self.stream = stream
    self.now = now
  }

  /// Writes the file, which must be empty; blocks its thread for some microseconds an event.
  ///
  /// Each ledger is read as of its head when its turn comes; the table `ledgers` names that head
  /// with its root.
  ///
  /// - Throws: `LogError`, such as `full`; what was written by then is left to the caller.
  package func write(to path: String) throws {
    do {
      let connection = try Connection(.init(path: path, mode: .create, attachable: 1))
      defer { connection.close() }
      try write(connection)
    } catch let error as SQLiteError {
      throw LogError(error, doing: "writing \(path)")
    }
  }

  private func write(_ connection: Connection) throws {
    try connection.addViewFunctions()
    try connection.execute("PRAGMA journal_mode = memory")
    try connection.execute(ExportedTables.schema)
    // One at a time: a home may have more ledgers than a connection attaches.
    for ledger in ledgers {
      try ledger.log.attach(to: connection, as: Self.attached)
      try connection.execute("BEGIN")
      // Events appended from here on are in none of the tables.
      let head = try ledger.log.head(of: connection, in: Self.attached)
      try copyEvents(of: ledger, through: head, connection)
      try copyRows(of: ledger, connection)
      try connection.execute("COMMIT")
      try connection.detach(Self.attached)
    }
    try connection.execute(ExportedTables.completion)
  }

  // MARK: Events

  private func copyEvents(
    of ledger: ProjectedLog, through head: Int64, _ connection: Connection
  ) throws {
    let insert = try connection.prepare(ExportedTables.insertion)
    try ledger.log.readBlocking { reader in
      let reader = reader.ending(at: head)
      let root = try reader.root()
      let row = try connection.prepare("INSERT INTO ledgers VALUES (?, ?, ?, ?, ?)")
      try row.bind(root.ledger, at: 1)
      try row.bind(root.size, at: 2)
      try row.bind(root.hex, at: 3)
      try row.bind(ledger.log.lineage, at: 4)
      try row.bind(now.description, at: 5)
      try row.run()
      if let stream {
        for event in try reader.events(of: stream) { try insert.run(with: event) }
      } else {
        try reader.forEach { event in
          try insert.run(with: event)
          return true
        }
      }
    }
  }

  // MARK: Rows

  /// Copies a ledger's projections as the views of `sql` show them.
  private func copyRows(of ledger: ProjectedLog, _ connection: Connection) throws {
    try ledger.readBlocking { _ in }
    for view in SQLView.all {
      guard let projection = view.projection, ledger.projectionNames.contains(projection) else {
        continue
      }
      let temporary = "temp.\(view.name)"
      try connection.execute(view.creation(over: [(Self.attached, ledger.log.name)], now: now))
      try connection.execute(
        """
        CREATE TABLE IF NOT EXISTS main.\(view.name) AS SELECT * FROM \(temporary) WHERE 0;
        INSERT INTO main.\(view.name) SELECT * FROM \(temporary) \(choice(of: view));
        DROP VIEW \(temporary)
        """)
    }
  }

  /// The condition for rows of a view that belong to the exported stream.
  private func choice(of view: SQLView) -> String {
    guard stream != nil else { return "" }
    let mission = "(SELECT substr(stream, 9) FROM main.events LIMIT 1)"
    switch view.name {
    case "missions": return "WHERE mission_id = \(mission)"
    case "sessions":
      return """
        WHERE vp_id || '/' || worker_id IN (
          SELECT json_extract(payload, '$.vp_id') || '/' || json_extract(payload, '$.worker_id')
          FROM main.events WHERE type = 'vp.mission.claimed')
        """
    case "vps":
      return "WHERE vp_id IN (SELECT json_extract(payload, '$.vp_id') FROM main.events)"
    default: return "WHERE 0"
    }
  }
}

extension Statement {
  /// Inserts an event into the export's table.
  fileprivate func run(with event: RecordedEvent) throws(SQLiteError) {
    try bind(event.ledger, at: 1)
    try bind(event.position, at: 2)
    try bind(event.id.description, at: 3)
    try bind(event.stream.string, at: 4)
    try bind(event.version, at: 5)
    try bind(event.type, at: 6)
    try bind(event.schema, at: 7)
    try bind(event.recordedAt.description, at: 8)
    try bind(event.occurredAt?.description, at: 9)
    try bind(event.actor, at: 10)
    try bind(event.causation?.description, at: 11)
    try bind(event.requestID, at: 12)
    try bind(event.traceID, at: 13)
    try bind(event.payload.string, at: 14)
    try run()
  }
}
