package import EventLogSQLite

/// An append-only log of events in one file, safe to share between threads and processes.
///
/// What is acknowledged is durable. Everything that blocks runs on threads of the log's own.
public final class EventLog: Sendable {
  /// The file's path.
  public let path: String
  /// The ledger's name, the first part of each event's id.
  public let name: String
  /// What the file is named for ever, whatever it is called: 16 random bytes as hexadecimal digits.
  public let lineage: String
  /// What it was opened with.
  public let options: Options

  init(path: String, name: String, lineage: String, options: Options) {
    self.path = path
    self.name = name
    self.lineage = lineage
    self.options = options
  }

  /// Opens a log; with access `readWrite` a missing one is made.
  ///
  /// Throws `notALedger`, `schemaTooNew`, `unsupportedFilesystem`, `notFound`, `readOnly`, and leaves such
  /// a file as it was.
  public static func open(
    _ path: String, _ options: Options = Options()
  ) throws(LogError) -> EventLog { throw pending }

  /// Appends events to a stream and returns when they are durable: all of them, or none.
  @discardableResult
  public func append(
    _ events: [NewEvent], to stream: StreamName, expecting expected: ExpectedVersion = .any
  ) async throws(LogError) -> Appended { throw pending }

  /// Runs a decision on the writer thread and returns its answer once what it appended is durable.
  ///
  /// A decision that throws is refused: nothing is written, and its error is thrown here.
  public func write<T: Sendable>(
    _ decide: @escaping @Sendable (WriteTransaction) throws -> T
  ) async throws -> T { throw pending }

  /// Does what `write` does for a plain thread, which it blocks.
  public func writeBlocking<T: Sendable>(
    _ decide: @escaping @Sendable (WriteTransaction) throws -> T
  ) throws -> T { throw pending }

  /// Runs a decision alone in a transaction of its own and lends it the connection, to change
  /// tables that are no part of the log; a throw takes back all of it.
  package func writeExclusively<T: Sendable>(
    _ body: @escaping @Sendable (WriteTransaction, Connection) throws -> T
  ) async throws -> T { throw pending }

  /// Does what `writeExclusively` does for a plain thread, which it blocks.
  package func writeExclusivelyBlocking<T: Sendable>(
    _ body: @escaping @Sendable (WriteTransaction, Connection) throws -> T
  ) throws -> T { throw pending }

  /// Runs a reading body on the reader pool, over one snapshot.
  public func read<T: Sendable>(
    _ body: @escaping @Sendable (LogReader) throws -> T
  ) async throws -> T { throw pending }

  /// Does what `read` does on the calling thread, which must be a plain one.
  public func readBlocking<T: Sendable>(
    _ body: @Sendable (LogReader) throws -> T
  ) throws -> T { throw pending }

  /// Every event after a position: first what is there, then each one as it is committed, by any process.
  public func follow(after position: Int64 = 0) -> AsyncThrowingStream<RecordedEvent, any Error> {
    AsyncThrowingStream { $0.finish(throwing: pending) }
  }

  /// The head, now and whenever it moves; only the newest is kept for a slow reader.
  public func headChanges() -> AsyncStream<Int64> { AsyncStream { $0.finish() } }

  /// Waits until the head is beyond a position; nil when the time is up first.
  public func waitForHead(
    beyond position: Int64, timeoutSeconds: Double
  ) async throws -> Int64? { throw pending }

  /// Does what `waitForHead` does for a plain thread, which it blocks.
  public func waitForHeadBlocking(
    beyond position: Int64, timeoutSeconds: Double
  ) throws -> Int64? { throw pending }

  /// The log's root at a position; at the head, if none is given.
  public func root(at position: Int64? = nil) async throws -> LogRoot { throw pending }

  /// Recomputes what the log promises and names the first break.
  public func verify(_ scope: VerifyReport.Scope = .log) async throws -> VerifyReport {
    throw pending
  }

  /// Has an observer move with every later batch; at most one, attached before the first write.
  package func attach(_ observer: any AppendObserver) {}

  /// Serves what was taken, refuses the rest as `closed`, and lets go of the file.
  public func close() {}
}
