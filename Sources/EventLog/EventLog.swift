package import EventLogSQLite
package import Platform

/// An append-only log of events in one file, safe to share between threads and processes.
///
/// An acknowledged append is durable. Everything that blocks runs on the log's own threads: one
/// that writes, a few that read, one that watches; each starts when it is first needed.
public final class EventLog: Sendable {
  /// The file's path.
  public let path: String
  /// The ledger's name, the first part of each event's id.
  public let name: String
  /// The permanent identity of the file, whatever its path: 16 random bytes in hexadecimal.
  public let lineage: String
  /// The options that it was opened with.
  public let options: Options

  let watch: HeadWatch
  let poller: Poller
  let readers: ReaderPool
  private let writer: Writer

  /// Opens a log; with access `readWrite` a missing file is made, in a folder that must exist.
  ///
  /// It may wait, for the busy timeout at most, for another process that is making the same ledger.
  ///
  /// - Throws: `notALedger`, `schemaTooNew`, `unsupportedFilesystem`, `notFound` or `readOnly`; the
  ///   file is then left as it was, to the byte.
  public static func open(
    _ path: String, _ options: Options = Options()
  ) throws(LogError) -> EventLog {
    try open(path, options) { _, _ throws(SQLiteError) in }
  }

  /// Opens a log as `open` does; if that makes the file, `whenMade` adds further tables in the same
  /// transaction and is given its moment.
  package static func open(
    _ path: String, _ options: Options,
    whenMade: (_ connection: Connection, _ now: Instant) throws(SQLiteError) -> Void
  ) throws(LogError) -> EventLog {
    let (file, reader) = try LedgerFile.open(path, options, whenMade: whenMade)
    return EventLog(file: file, reader: reader, options: options)
  }

  /// Whether the next writer makes the ledger at a path: it is missing, or was left by an
  /// interrupted first writer.
  package static func isUnmade(at path: String) -> Bool { LedgerMaker.isWanted(at: path) }

  /// Takes a file, and a connection that reads it if there is one already.
  init(file: LedgerFile, reader: Connection? = nil, options: Options) {
    path = file.path
    name = file.name
    lineage = file.lineage
    self.options = options
    let watch = HeadWatch()
    let writer = Writer(file: file, options: options, watch: watch)
    self.watch = watch
    self.writer = writer
    poller = Poller(file: file, watch: watch) { now in
      writer.expire(at: now)
      watch.expire(at: now)
    }
    readers = ReaderPool(file: file, readers: options.readers, first: reader)
  }

  deinit {
    writer.letGo()
    poller.close()
  }

  /// Serves the queued commands, refuses later ones as `closed`, and releases the file.
  ///
  /// It blocks until the writer is done, but never longer than the busy timeout.
  public func close() {
    writer.close()
    poller.close()
    watch.close()
    readers.close()
  }

  // MARK: Writing

  /// Appends events to a stream and returns when they are durable: all of them, or none.
  @discardableResult
  public func append(
    _ events: [NewEvent], to stream: StreamName, expecting expected: ExpectedVersion = .any
  ) async throws(LogError) -> Appended {
    do {
      return try await write { transaction in
        try transaction.append(events, to: stream, expecting: expected)
      }
    } catch {
      throw LogError(whatever: error)
    }
  }

  /// Runs a decision on the writer thread and returns its answer once its events are durable.
  ///
  /// A decision that throws is refused: nothing is written, and its error is thrown here. A
  /// decision may share a commit with others, and is withdrawn as `locked` when its turn doesn't
  /// come within the busy timeout. It must not block.
  public func write<T: Sendable>(
    _ decide: @escaping @Sendable (WriteTransaction) throws -> T
  ) async throws -> T {
    try await send(isExclusive: false, decide)
  }

  /// Does what `write` does, but blocks its plain thread, on which the decision may run.
  public func writeBlocking<T: Sendable>(
    _ decide: @escaping @Sendable (WriteTransaction) throws -> T
  ) throws -> T {
    try sendBlocking(isExclusive: false, decide)
  }

  /// Runs a decision in a transaction of its own and lends it the connection, to change tables
  /// outside the log.
  ///
  /// An error takes back all of it. For a plain thread, which it blocks.
  package func writeExclusivelyBlocking<T: Sendable>(
    _ body: @escaping @Sendable (WriteTransaction, Connection) throws -> T
  ) throws -> T {
    try sendBlocking(isExclusive: true) { try body($0, $0.exclusiveConnection()) }
  }

  /// Moves the write-ahead log into the file and gives its bytes back; blocks for readers in the
  /// way, but at most for `seconds`.
  package func checkpointBlocking(upToSeconds seconds: Double) throws {
    let end = options.clocks.monotonic(inSeconds: seconds)
    while true {
      try sendBlocking(isExclusive: false) { $0.requestCheckpoint() }
      guard let log = try? FileSystem.info(SideFile.writeAheadLog.path(of: path)), log.bytes > 0,
        options.clocks.monotonic() < end
      else { return }
      PlatformThread.pause(seconds: 0.02)
    }
  }

  /// Adds an observer to every later batch; at most one.
  package func attach(_ observer: any AppendObserver) {
    writer.attach(observer)
  }

  private func send<T: Sendable>(
    isExclusive: Bool, _ body: @escaping @Sendable (WriteTransaction) throws -> T
  ) async throws -> T {
    if BlockingPool.runsOnCaller { return try sendBlocking(isExclusive: isExclusive, body) }
    try poller.start()
    return try await withCheckedThrowingContinuation { continuation in
      writer.send(isExclusive: isExclusive, body) { continuation.resume(with: $0) }
    }
  }

  private func sendBlocking<T: Sendable>(
    isExclusive: Bool, _ body: @escaping @Sendable (WriteTransaction) throws -> T
  ) throws -> T {
    try writer.sendBlocking(isExclusive: isExclusive, body) { () throws(LogError) in
      try poller.start()
    }
  }

  // MARK: Reading

  /// Runs `body` on the reader pool, over one snapshot.
  public func read<T: Sendable>(
    _ body: @escaping @Sendable (LogReader) throws -> T
  ) async throws -> T {
    try await readers.run(body)
  }

  /// Does what `read` does, but on the calling thread, which must be a plain one.
  public func readBlocking<T>(_ body: (LogReader) throws -> T) throws -> T {
    try readers.runBlocking(body)
  }

  /// The log's root at a position; at the head, if none is given.
  public func root(at position: Int64? = nil) async throws -> LogRoot {
    try await read { try $0.root(at: position) }
  }

  /// Recomputes what the log promises and reports the first break.
  public func verify(_ scope: VerifyReport.Scope = .log) async throws -> VerifyReport {
    try await readers.run(checkingEnd: false) { try $0.verify(scope) }
  }

  /// Does what `verify` does, but on the calling thread, which must be a plain one.
  public func verifyBlocking(_ scope: VerifyReport.Scope = .log) throws -> VerifyReport {
    try readers.runBlocking(checkingEnd: false) { try $0.verify(scope) }
  }
}
