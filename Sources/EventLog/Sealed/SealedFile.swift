import EventLogSQLite
import Platform

/// A writer of a sealed log into an empty database, in the form of a ledger's file.
///
/// It differs in three ways from a file that grew: positions have gaps, there are no hashes of the
/// tree but the root, which `subtrees` has as number 0, and `marked` is how many events the root
/// covers. So it keeps none of a ledger's triggers, and nothing is ever appended.
struct SealedFile {
  private let sealed: SealedLog

  /// Takes the log to be written.
  init(_ sealed: SealedLog) {
    self.sealed = sealed
  }

  /// Writes everything; returns the events as readers of the file will see them.
  func write(to connection: Connection) throws -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    do {
      try connection.execute("BEGIN; \(LedgerFormat.schema)")
      try dropTriggers(connection)
      try writeIdentity(connection)
      let inserter = try EventInserter(
        rows: EventRowReader(ledger: sealed.ledger, connection: connection, isSealed: true))
      var streams: [StreamName: StreamEntry] = [:]
      for line in sealed.events {
        // The stream's first event here need not be its first in the log.
        let known = streams[line.event.stream]
        let stream =
          known
          ?? StreamEntry(id: line.event.position, name: line.event.stream, salt: line.salt)
        streams[line.event.stream] = stream
        let event = line.event.numbered(stream.id)
        try inserter.insertAlone(event, in: stream, isFirst: known == nil)
        events.append(event)
      }
      try connection.execute(
        """
        INSERT INTO log_state(id, lineage, marked, projected)
        SELECT 1, lineage, \(sealed.root.size), NULL FROM ledger;
        INSERT INTO subtrees(number, hash) VALUES (0, x'\(sealed.root.hex)');
        PRAGMA application_id = \(LedgerFormat.applicationID);
        PRAGMA user_version = \(LedgerFormat.version);
        COMMIT
        """)
    } catch let error as SQLiteError {
      throw LogError(error, doing: "opening a sealed log")
    }
    return events
  }

  private func dropTriggers(_ connection: Connection) throws(SQLiteError) {
    let query = try connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    var names: [String] = []
    while try query.step() { names.append(query.text(at: 0)) }
    for name in names { try connection.execute("DROP TRIGGER \(name)") }
  }

  private func writeIdentity(_ connection: Connection) throws(SQLiteError) {
    let ledger = try connection.prepare(
      """
      INSERT INTO ledger(id, name, lineage, created_at, writer_version, writer_commit)
      VALUES (1, ?, ?, 0, ?, ?)
      """)
    try ledger.bind(sealed.ledger, at: 1)
    try ledger.bind([UInt8](hex: sealed.lineage) ?? [], at: 2)
    try ledger.bind(BuildInfo.version, at: 3)
    try ledger.bind(BuildInfo.commit, at: 4)
    try ledger.run()
  }
}
