package import EventLogSQLite
public import Platform

/// The view of the log in which one command decides, in memory, while the log is written.
///
/// It shows everything that earlier commands of the same batch have appended. When the command
/// throws, nothing that it appended is kept. It must not be used after the command has returned.
public final class WriteTransaction {
  /// This batch's moment, the `recordedAt` of its events; never earlier than the last batch's.
  public let now: Instant
  private let state: WriterState
  private let observer: (any AppendObserver)?
  /// The error that an observer threw at an event of this command, which can't be accepted any
  /// more.
  private var refusal: (any Error)?
  private var isOver = false

  init(state: WriterState, observer: (any AppendObserver)?, now: Instant) {
    self.state = state
    self.observer = observer
    self.now = now
  }

  /// The ledger's name.
  public var ledger: String { state.ledger }

  /// The last position, this command's own events included.
  public var head: Int64 { state.head }

  /// A stream's version: 0 when it has no event.
  public func version(of stream: StreamName) throws(LogError) -> Int64 {
    try state.stream(named: stream)?.version ?? 0
  }

  /// A stream's number: the position of its first event; nil when it has none.
  package func streamID(of stream: StreamName) throws(LogError) -> Int64? {
    try state.stream(named: stream)?.entry.id
  }

  /// The event at a position; nil beyond the head.
  public func event(at position: Int64) throws(LogError) -> RecordedEvent? {
    try state.event(at: position)
  }

  /// A stream's events after a version, oldest first.
  public func events(
    of stream: StreamName, afterVersion version: Int64 = 0
  ) throws(LogError) -> [RecordedEvent] {
    try state.events(of: stream, afterVersion: version)
  }

  /// A stream's events after a version that a filter admits, oldest first; the payloads of others
  /// are not read.
  package func events(
    of stream: StreamName, afterVersion version: Int64 = 0, matching filter: EnvelopeFilter
  ) throws(LogError) -> [RecordedEvent] {
    try state.events(of: stream, afterVersion: version, matching: filter)
  }

  /// Events after a position, in order, at most `limit` of them.
  public func events(after position: Int64, limit: Int) throws(LogError) -> [RecordedEvent] {
    try state.events(after: position, limit: limit)
  }

  /// Appends an event, which counts once the command and then the commit succeed.
  ///
  /// - Throws: `versionConflict`, `invalidEvent` or `payloadTooLarge`; nothing is appended then.
  @discardableResult
  public func append(
    _ event: NewEvent, to stream: StreamName, expecting expected: ExpectedVersion = .any
  ) throws(LogError) -> RecordedEvent {
    precondition(!isOver, "a write transaction was used after its command")
    if let change = state.takeWriterChange() { try put(change, to: .log, expecting: .any) }
    return try put(event, to: stream, expecting: expected)
  }

  /// Lends the connection for reading an observer's rows, with the changes of earlier commands.
  ///
  /// This command's own changes are not in the tables yet: query first, then append. Events of this
  /// batch aren't either: ask `event(at:)` and `events(of:)` for them.
  package func query<T>(_ body: (Connection) throws -> T) throws -> T {
    precondition(!isOver, "a write transaction was used after its command")
    try state.flushRows(observer)
    do {
      return try body(state.rows.connection)
    } catch let error as SQLiteError {
      throw LogError(error, doing: "querying ledger \(ledger)")
    }
  }

  /// Makes the writer move its write-ahead log into the file after this batch, and give the log's
  /// bytes back.
  func requestCheckpoint() {
    state.wantsCheckpoint = true
  }

  /// Appends an event exactly as another copy of this log holds it, at the same place and time.
  ///
  /// - Throws: `versionConflict` if it is not the event that comes next here.
  package func readmit(_ line: ExportLine) throws(LogError) {
    precondition(!isOver, "a write transaction was used after its command")
    let recorded = try state.readmit(line)
    try observe(recorded)
  }

  // MARK: For the batch

  /// Keeps the command's events.
  ///
  /// - Throws: The error of an observer that could not take one of them.
  func accept() throws {
    if let refusal { throw refusal }
    state.keep()
  }

  /// Drops the command's events.
  func discard() {
    refusal = nil
    state.discard()
  }

  /// Ends the transaction's use.
  func end() {
    isOver = true
  }

  /// The connection, for a command that has the transaction to itself.
  func exclusiveConnection() -> Connection { state.rows.connection }

  @discardableResult
  private func put(
    _ event: NewEvent, to stream: StreamName, expecting expected: ExpectedVersion
  ) throws(LogError) -> RecordedEvent {
    let recorded = try state.append(event, to: stream, expecting: expected, now: now)
    try observe(recorded)
    return recorded
  }

  private func observe(_ recorded: RecordedEvent) throws(LogError) {
    do {
      try observer?.appended(recorded)
    } catch {
      refusal = error
      if let error = error as? LogError { throw error }
      if let error = error as? SQLiteError { throw LogError(error, doing: "moving projections") }
      throw LogError(.corrupt, "the projections can't take \(recorded.id): \(error)", cause: error)
    }
  }
}

extension WriteTransaction {
  /// Appends events to one stream, which must be at the expected version before the first.
  @discardableResult
  public func append(
    _ events: [NewEvent], to stream: StreamName, expecting expected: ExpectedVersion = .any
  ) throws(LogError) -> Appended {
    guard let event = events.first else {
      throw LogError(.invalidEvent, "there is no event to append to \(stream)")
    }
    let first = try append(event, to: stream, expecting: expected)
    var last = first
    for event in events.dropFirst() { last = try append(event, to: stream) }
    return Appended(
      firstPosition: first.position, lastPosition: last.position, version: last.version,
      recordedAt: now)
  }
}
