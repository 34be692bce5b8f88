package import EventLogSQLite
private import Synchronization

extension EventLog {
  /// Opens a sealed log: a database in memory that is read like a ledger's file and can't be
  /// appended to.
  ///
  /// Costs the writing of its events into memory. `body` may fill further tables before anyone
  /// reads.
  package static func open(
    sealed: SealedLog, _ options: Options,
    _ body: (_ connection: Connection, _ events: [RecordedEvent]) throws -> Void
  ) throws -> EventLog {
    let number = sealedLogs.add(1, ordering: .relaxed).newValue
    let path = "/sealed-\(number)/\(sealed.ledger)"
    let connection = try LogError.translating("opening a sealed log") { () throws(SQLiteError) in
      try Connection(.init(path: path, mode: .sharedMemory))
    }
    let events = try SealedFile(sealed).write(to: connection)
    try body(connection, events)
    var options = options
    options.access = .readOnly
    return EventLog(
      file: LedgerFile(
        inMemory: path, name: sealed.ledger, lineage: sealed.lineage, keeper: connection,
        options: options), options: options)
  }

  /// Whether this log holds only some of its events, each of them proved.
  package var isSealed: Bool { readers.file.isSealed }

  private static let sealedLogs = Atomic<Int>(0)
}
