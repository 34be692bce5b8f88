package import EventLogSQLite
package import Platform

/// An append-only log of events in one file, safe to share between threads and processes.
///
/// What is acknowledged is durable. Everything that blocks runs on threads of the log's own: one
/// that writes, a few that read, one that watches; each starts when it is first needed.
public final class EventLog: Sendable {
  /// The file's path.
  public let path: String
  /// The ledger's name, the first part of each event's id.
  public let name: String
  /// What the file is named for ever, whatever it is called: 16 random bytes in hexadecimal.
  public let lineage: String
  /// What it was opened with.
  public let options: Options

  let watch: HeadWatch
  let poller: Poller
  let readers: ReaderPool
  private let writer: Writer

  /// Opens a log; with access `readWrite` a missing one is made, in a folder that must exist.
  ///
  /// Throws `notALedger`, `schemaTooNew`, `unsupportedFilesystem`, `notFound` or `readOnly`, and
  /// leaves such a file as it was, to the byte. It may wait for another process that is making the
  /// same ledger, for as long as the busy timeout.
  public static func open(
    _ path: String, _ options: Options = Options()
  ) throws(LogError) -> EventLog {
    try open(path, options) { _, _ throws(SQLiteError) in }
  }

  /// Opens a log as `open` does; where the file is made here, `whenMade` makes further tables in the same transaction,
  /// told its moment.
  package static func open(
    _ path: String, _ options: Options,
    whenMade: (_ connection: Connection, _ now: Instant) throws(SQLiteError) -> Void
  ) throws(LogError) -> EventLog {
    let (file, reader) = try LedgerFile.open(path, options, whenMade: whenMade)
    return EventLog(file: file, reader: reader, options: options)
  }

  /// Whether the next writer makes the ledger at a path: there is nothing, or what an interrupted first writer left.
  package static func isUnmade(at path: String) -> Bool { LedgerMaker.isWanted(at: path) }

  /// Takes a file, and a connection that reads it where there is one already.
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

  /// Serves what was queued, refuses the rest as `closed`, and lets go of the file.
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
      throw error as? LogError ?? LogError(.sqlite, "\(error)", cause: error)
    }
  }

  /// Runs a decision on the writer thread and returns its answer once what it appended is durable.
  ///
  /// A decision that throws is refused: nothing is written, and its error is thrown here. It may
  /// be decided together with others in one commit, and is withdrawn as `locked` when its turn
  /// doesn't come within the busy timeout. It must not block.
  public func write<T: Sendable>(
    _ decide: @escaping @Sendable (WriteTransaction) throws -> T
  ) async throws -> T {
    try await send(isExclusive: false, decide)
  }

  /// Does what `write` does for a plain thread, which it blocks; the decision may run on it.
  public func writeBlocking<T: Sendable>(
    _ decide: @escaping @Sendable (WriteTransaction) throws -> T
  ) throws -> T {
    try sendBlocking(isExclusive: false, decide)
  }

  /// Runs a decision alone in a transaction of its own and lends it the connection, to change tables that are no part
  /// of the log.
  ///
  /// A throw takes back all of it. It is for a plain thread, which it blocks.
  package func writeExclusivelyBlocking<T: Sendable>(
    _ body: @escaping @Sendable (WriteTransaction, Connection) throws -> T
  ) throws -> T {
    try sendBlocking(isExclusive: true) { try body($0, $0.exclusiveConnection()) }
  }

  /// Moves the write-ahead log into the file and gives its bytes back; blocks, while readers are in the way for so many
  /// seconds at most.
  package func checkpointBlocking(upToSeconds seconds: Double) throws {
    let end = options.clocks.monotonic(inSeconds: seconds)
    while true {
      try sendBlocking(isExclusive: false) { $0.requestCheckpoint() }
      guard let log = try? FileSystem.info(path + "-wal"), log.bytes > 0,
        options.clocks.monotonic() < end
      else { return }
      PlatformThread.pause(seconds: 0.02)
    }
  }

  /// Has an observer move with every later batch; at most one.
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

  /// Runs a reading body on the reader pool, over one snapshot.
  public func read<T: Sendable>(
    _ body: @escaping @Sendable (LogReader) throws -> T
  ) async throws -> T {
    try await readers.run(body)
  }

  /// Does what `read` does on the calling thread, which must be a plain one.
  public func readBlocking<T>(_ body: (LogReader) throws -> T) throws -> T {
    try readers.runBlocking(body)
  }

  /// The log's root at a position; at the head, if none is given.
  public func root(at position: Int64? = nil) async throws -> LogRoot {
    try await read { try $0.root(at: position) }
  }

  /// Recomputes what the log promises and names the first break.
  public func verify(_ scope: VerifyReport.Scope = .log) async throws -> VerifyReport {
    try await readers.run(checkingEnd: false) { try $0.verify(scope) }
  }

  /// Does what `verify` does on the calling thread, which must be a plain one.
  public func verifyBlocking(_ scope: VerifyReport.Scope = .log) throws -> VerifyReport {
    try readers.runBlocking(checkingEnd: false) { try $0.verify(scope) }
  }
}
