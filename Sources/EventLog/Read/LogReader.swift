package import EventLogSQLite

/// One snapshot of the log: everything that it gives belongs to the same moment.
///
/// Every event that it hands out was checked against the leaf that its append left; one that was
/// changed on disk is thrown as `corrupt`, naming it. It must not be used after the call that lent it.
public final class LogReader {
  /// The ledger's name.
  public let ledger: String
  /// The last position of the snapshot; 0 for an empty log.
  public let head: Int64

  init(ledger: String, head: Int64) {
    self.ledger = ledger
    self.head = head
  }

  /// The event at a position; nil when there is none.
  public func event(at position: Int64) throws(LogError) -> RecordedEvent? { throw pending }

  /// Events by position, after one position and up to another (the head, if it is not given).
  public func events(
    after position: Int64 = 0, through last: Int64? = nil, limit: Int? = nil
  ) throws(LogError) -> [RecordedEvent] { throw pending }

  /// Hands each event of a range to `body`, by position; stops when it returns false.
  public func forEach(
    after position: Int64 = 0, through last: Int64? = nil,
    _ body: (RecordedEvent) throws -> Bool
  ) throws { throw pending }

  /// Hands each event of a range to `body` without checking leaves: for folds of the whole log,
  /// which a later `verify` answers for.
  package func scan(
    after position: Int64 = 0, through last: Int64? = nil,
    _ body: (RecordedEvent) throws -> Void
  ) throws { throw pending }

  /// A stream's events after a version, oldest first.
  public func events(
    of stream: StreamName, afterVersion version: Int64 = 0, limit: Int? = nil
  ) throws(LogError) -> [RecordedEvent] { throw pending }

  /// The events of the stream whose first event has this position.
  package func events(
    ofStreamAt id: Int64, afterVersion version: Int64 = 0, limit: Int? = nil
  ) throws(LogError) -> [RecordedEvent] { throw pending }

  /// A stream's version: 0 when it has no event.
  public func version(of stream: StreamName) throws(LogError) -> Int64 { throw pending }

  /// A stream's number: the position of its first event; nil when it has none.
  package func streamID(of stream: StreamName) throws(LogError) -> Int64? { throw pending }

  /// The names of streams that begin with a text, oldest first.
  public func streams(beginningWith prefix: String = "") throws(LogError) -> [StreamName] {
    throw pending
  }

  /// The log's root at a position; at the head, if none is given.
  public func root(at position: Int64? = nil) throws(LogError) -> LogRoot { throw pending }

  /// The line of an event in an export: the leaf's object with `payload` and `payload_salt`.
  public func exportLine(at position: Int64) throws(LogError) -> [UInt8]? { throw pending }

  /// Lends the snapshot's connection for reading other tables.
  package func query<T>(_ body: (Connection) throws -> T) throws -> T { throw pending }
}
