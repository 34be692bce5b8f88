package import EventLogSQLite
public import Platform

/// One command's view of the log on the writer thread: it decides here, in memory.
///
/// It sees everything that earlier commands of the same batch have appended. When the command
/// throws, nothing that it appended is kept. It must not be used after the command has returned.
public final class WriteTransaction {
  /// The ledger's name.
  public let ledger: String
  /// This batch's moment, never earlier than the last: what is appended carries it as `recordedAt`.
  public let now: Instant

  init(ledger: String, now: Instant) {
    self.ledger = ledger
    self.now = now
  }

  /// The last position, this command's own events included.
  public var head: Int64 { 0 }

  /// A stream's version: 0 when it has no event.
  public func version(of stream: StreamName) throws(LogError) -> Int64 { throw pending }

  /// A stream's number: the position of its first event; nil when it has none.
  package func streamID(of stream: StreamName) throws(LogError) -> Int64? { throw pending }

  /// The event at a position; nil beyond the head.
  public func event(at position: Int64) throws(LogError) -> RecordedEvent? { throw pending }

  /// A stream's events after a version, oldest first.
  public func events(
    of stream: StreamName, afterVersion version: Int64 = 0
  ) throws(LogError) -> [RecordedEvent] { throw pending }

  /// Appends an event, as far as the command and then the commit succeed.
  ///
  /// Throws `versionConflict`, `invalidEvent` or `payloadTooLarge`, and then appends nothing.
  @discardableResult
  public func append(
    _ event: NewEvent, to stream: StreamName, expecting expected: ExpectedVersion = .any
  ) throws(LogError) -> RecordedEvent { throw pending }

  /// Lends the connection for reading rows that earlier commands have moved too.
  ///
  /// What this very command has appended is not in the tables yet: query first, then append.
  package func query<T>(_ body: (Connection) throws -> T) throws -> T { throw pending }
}

let pending = LogError(.closed, "not yet")
