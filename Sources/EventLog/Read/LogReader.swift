package import EventLogSQLite

/// One snapshot of the log: everything read from it belongs to the same moment.
///
/// Every event that it returns was checked against the leaf that its append left; an event changed
/// on disk is thrown as `corrupt`, which names it. A reader must not be used after the call that
/// lent it.
public final class LogReader {
  /// The ledger's name.
  public var ledger: String { rows.ledger }
  /// The last position of the snapshot; 0 for an empty log.
  public let head: Int64

  let rows: EventRowReader
  var connection: Connection { rows.connection }

  init(rows: EventRowReader, head: Int64) {
    self.rows = rows
    self.head = head
  }

  /// The event at a position; nil when there is none.
  public func event(at position: Int64) throws(LogError) -> RecordedEvent? {
    guard let found = try row(at: position) else { return nil }
    return try collect(found).first
  }

  /// Events after one position, up to another (the head, if none is given), in order.
  public func events(
    after position: Int64 = 0, through last: Int64? = nil, limit: Int? = nil
  ) throws(LogError) -> [RecordedEvent] {
    try collect(range(after: position, through: last, limit: limit))
  }

  /// Passes each event of a range to `body`, by position; stops when `body` returns false.
  public func forEach(
    after position: Int64 = 0, through last: Int64? = nil,
    _ body: (RecordedEvent) throws -> Bool
  ) throws {
    var found = try range(after: position, through: last)
    defer { found.query.reset() }
    while try found.next() {
      guard try body(rows.event(found.query, checkingLeaf: true)) else { return }
    }
  }

  /// Passes each event of a range to `body` without checking leaves: for folds of the whole log,
  /// which `verify` answers for.
  ///
  /// A payload that `body` doesn't keep costs no allocation.
  package func scan(
    after position: Int64 = 0, through last: Int64? = nil,
    _ body: (consuming RecordedEvent) throws -> Void
  ) throws {
    var found = try range(after: position, through: last)
    defer { found.query.reset() }
    var payload: [UInt8] = []
    while try found.next() { try body(rows.scannedEvent(found.query, payload: &payload)) }
  }

  /// Checks the leaves of a range that was scanned.
  ///
  /// - Throws: `corrupt` at the first event that is not what was appended.
  package func checkLeaves(
    after position: Int64, through last: Int64
  ) throws(LogError) {
    var found = try range(after: position, through: last)
    defer { found.query.reset() }
    while try found.next() { _ = try rows.checkedLeaf(found.query) }
  }

  /// The snapshot as it would be if the log ended at a position.
  package func ending(at position: Int64) -> LogReader {
    LogReader(rows: rows, head: min(position, head))
  }

  // MARK: Streams

  /// A stream's events after a version, oldest first.
  public func events(
    of stream: StreamName, afterVersion version: Int64 = 0, limit: Int? = nil
  ) throws(LogError) -> [RecordedEvent] {
    guard let id = try streamID(of: stream) else { return [] }
    return try events(ofStreamAt: id, afterVersion: version, limit: limit)
  }

  /// The events of the stream whose first event is at this position.
  package func events(
    ofStreamAt id: Int64, afterVersion version: Int64 = 0, limit: Int? = nil
  ) throws(LogError) -> [RecordedEvent] {
    let query = try translating { () throws(SQLiteError) in
      let query = try connection.spareStatement(
        """
        SELECT \(EventColumn.names) FROM events
        WHERE stream = ? AND version > ? AND position <= ? ORDER BY version LIMIT ?
        """)
      try query.bind(id, at: 1)
      try query.bind(version, at: 2)
      try query.bind(head, at: 3)
      try query.bind(limit ?? -1, at: 4)
      return query
    }
    return try collect(
      EventRows(query, of: rows, by: .version, after: version, through: nil))
  }

  /// A stream's version: 0 when it has no event.
  public func version(of stream: StreamName) throws(LogError) -> Int64 {
    guard let id = try streamID(of: stream) else { return 0 }
    return try translating { () throws(SQLiteError) in
      let query = try connection.statement("SELECT max(version) FROM events WHERE stream = ?")
      try query.bind(id, at: 1)
      defer { query.reset() }
      return try query.step() ? query.int64(at: 0) : 0
    }
  }

  /// A stream's number: the position of its first event; nil when it has none.
  package func streamID(of stream: StreamName) throws(LogError) -> Int64? {
    try translating { () throws(SQLiteError) in
      let query = try connection.statement("SELECT id FROM streams WHERE name = ?")
      try query.bind(stream.string, at: 1)
      defer { query.reset() }
      return try query.step() ? query.int64(at: 0) : nil
    }
  }

  /// The names of streams that begin with `prefix`, oldest first.
  public func streams(beginningWith prefix: String = "") throws(LogError) -> [StreamName] {
    try translating { () throws(SQLiteError) in
      let query = try connection.prepare(
        "SELECT name FROM streams WHERE substr(name, 1, length(?1)) = ?1 ORDER BY id")
      try query.bind(prefix, at: 1)
      var names: [StreamName] = []
      while try query.step() { names.append(StreamName(trusted: query.text(at: 0))) }
      return names
    }
  }

  // MARK: Other tables

  /// Lends the snapshot's connection for reading other tables.
  package func query<T>(_ body: (Connection) throws -> T) throws -> T {
    do {
      return try body(connection)
    } catch let error as SQLiteError {
      throw LogError(error, doing: "querying ledger \(ledger)")
    }
  }

  // MARK: Rows

  /// The rows after one position, up to another (the head, if none is given).
  func range(
    after position: Int64, through last: Int64?, limit: Int? = nil
  ) throws(LogError) -> EventRows {
    let end = min(last ?? head, head)
    let query = try translating { () throws(SQLiteError) in
      let query = try connection.spareStatement(
        """
        SELECT \(EventColumn.names) FROM events
        WHERE position > ? AND position <= ? ORDER BY position LIMIT ?
        """)
      try query.bind(position, at: 1)
      try query.bind(end, at: 2)
      try query.bind(limit ?? -1, at: 3)
      return query
    }
    return EventRows(
      query, of: rows, by: .position, after: position, through: limit == nil ? end : nil)
  }

  /// The row at a position; nil beyond the head.
  func row(at position: Int64) throws(LogError) -> EventRows? {
    guard position > 0, position <= head else { return nil }
    let query = try translating { () throws(SQLiteError) in
      let query = try connection.spareStatement(
        "SELECT \(EventColumn.names) FROM events WHERE position = ?")
      try query.bind(position, at: 1)
      return query
    }
    return EventRows(query, of: rows, by: .position, after: position - 1, through: position)
  }

  private func collect(_ found: EventRows) throws(LogError) -> [RecordedEvent] {
    var found = found
    defer { found.query.reset() }
    var events: [RecordedEvent] = []
    while try found.next() { events.append(try rows.event(found.query, checkingLeaf: true)) }
    return events
  }

  func translating<T: ~Copyable>(
    _ body: () throws(SQLiteError) -> T
  ) throws(LogError) -> T {
    try LogError.translating("reading ledger \(ledger)", body)
  }
}
