public import EventLog
package import EventLogSQLite
public import Platform

/// The view of the log and its rows in which one command decides, on the writer thread.
///
/// Events that it appends change the rows at once, and everything is undone when the command
/// throws. It must not be used after the command has returned.
public final class ProjectionTransaction {
  private let transaction: WriteTransaction
  private let writer: ProjectionWriter

  init(_ transaction: WriteTransaction, _ writer: ProjectionWriter) {
    self.transaction = transaction
    self.writer = writer
  }

  /// The ledger's name.
  public var ledger: String { transaction.ledger }

  /// This batch's moment, the `recordedAt` of its events; never earlier than the last batch's.
  public var now: Instant { transaction.now }

  /// The last position, this command's own events included.
  public var head: Int64 { transaction.head }

  /// The row of a key, with all changes of this command and of earlier ones in its batch.
  public func row<R, T>(_ projection: Projection<R, T>, _ key: R.Key) throws -> R.Row? {
    try writer.row(projection, key)
  }

  /// The positions of a stream's events that a projection's reducer failed on, oldest first, of
  /// types that matter.
  ///
  /// If it failed on none of any stream, no command pays for a query.
  public func parked<R, T>(
    _ projection: Projection<R, T>, inStream stream: Int64,
    where matters: (_ type: String) -> Bool
  ) throws -> [Int64] {
    let found = try writer.parked(
      of: projection.reducer.name, inStream: stream, where: matters)
    return try found.written
      + found.waiting.filter { position in
        guard let event = try transaction.event(at: position) else { return false }
        return event.streamID == stream && matters(event.type)
      }
  }

  /// Appends an event and changes the rows concerned.
  ///
  /// - Throws: `versionConflict`, `invalidEvent` or `payloadTooLarge`; nothing is appended then.
  @discardableResult
  public func append(
    _ event: NewEvent, to stream: StreamName, expecting expected: ExpectedVersion = .any
  ) throws -> RecordedEvent {
    try transaction.append(event, to: stream, expecting: expected)
  }

  /// Appends an event exactly as another copy of this log holds it, and changes the rows concerned.
  ///
  /// - Throws: `versionConflict` if it is not the event that comes next here.
  package func readmit(_ line: ExportLine) throws { try transaction.readmit(line) }

  /// A stream's version: 0 when it has no event.
  public func version(of stream: StreamName) throws -> Int64 {
    try transaction.version(of: stream)
  }

  /// A stream's number: the position of its first event; nil when it has none.
  package func streamID(of stream: StreamName) throws -> Int64? {
    try transaction.streamID(of: stream)
  }

  /// The event at a position; nil beyond the head.
  public func event(at position: Int64) throws -> RecordedEvent? {
    try transaction.event(at: position)
  }

  /// A stream's events after a version, oldest first.
  public func events(
    of stream: StreamName, afterVersion version: Int64 = 0
  ) throws -> [RecordedEvent] {
    try transaction.events(of: stream, afterVersion: version)
  }

  /// A stream's events after a version that a filter admits, oldest first; the payloads of others
  /// are not read.
  package func events(
    of stream: StreamName, afterVersion version: Int64 = 0, matching filter: EnvelopeFilter
  ) throws -> [RecordedEvent] {
    try transaction.events(of: stream, afterVersion: version, matching: filter)
  }

  /// Lends the connection for reading rows, with the changes of earlier commands.
  ///
  /// This command's own changes are not in the tables yet: query first, then append. Events of this
  /// batch aren't either: ask `event(at:)` and `events(of:)` for them.
  package func query<T>(_ body: (Connection) throws -> T) throws -> T {
    try transaction.query(body)
  }
}
