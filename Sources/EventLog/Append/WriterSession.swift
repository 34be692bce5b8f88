import EventLogSQLite
import Platform

/// The writing connection, and the state of the log that it keeps from batch to batch.
final class WriterSession {
  /// The most commands that a batch serves.
  static let maximumCommands = 256
  /// The bytes of payload that end a batch.
  static let maximumBytes = 4 << 20

  let file: LedgerFile
  let connection: Connection
  let rows: EventRowReader
  private let options: EventLog.Options
  private var observer: (any AppendObserver)?
  private var inserter: EventInserter?
  private var state: WriterState?
  private var checkpointer = Checkpointer()
  private var room = LogRoom()
  private var dataVersion: Int64 = -1
  /// The I/O error after which nothing succeeds until the log is opened again.
  private var broken: LogError?
  /// How many locks inside the file were met since the last `takeRetries`.
  private var retries: Int64 = 0

  init(file: LedgerFile, options: EventLog.Options) throws(LogError) {
    self.file = file
    self.options = options
    connection = try file.openWriter()
    rows = EventRowReader(ledger: file.name, connection: connection)
  }

  /// Releases the file.
  func close() {
    connection.close()
  }

  /// Returns how many locks inside the file were met since the last call.
  func takeRetries() -> Int64 {
    defer { retries = 0 }
    return retries
  }

  /// Serves one batch under the side lock, which the caller holds.
  ///
  /// Each command that it takes is answered. The head is published before that, and again if the
  /// file without its write-ahead log has changed. A transaction of another program, one that
  /// ignores the side lock, is waited for only with `waits`, and while a command wants it.
  ///
  /// - Throws: The error for all commands that still wait.
  func serveBatch(
    from queue: DecisionQueue, observer: (any AppendObserver)?, waits: Bool,
    publish: (Int64) -> Void
  ) throws(LogError) {
    if let broken { throw broken }
    self.observer = observer
    guard try begin(while: { waits && !queue.isEmpty }) else { return }
    var taken: [QueuedDecision] = []
    var answers: [@Sendable () -> Void] = []
    do {
      let state = try refresh()
      try decide(queue, state, taken: &taken, answers: &answers)
      try commit(state)
      // A command that changed tables itself may have changed what is known here.
      if taken.first?.isExclusive ?? false { self.state = nil }
      observer?.batchEnded(committed: true)
      publish(state.head)
      for answer in answers { answer() }
      if checkpoint(isWanted: state.wantsCheckpoint) { publish(state.head) }
    } catch {
      let error = rollBack(after: error)
      for decision in taken { decision.fail(error) }
      if taken.isEmpty {
        throw error as? LogError
          ?? LogError(.corrupt, "ledger \(file.name) can't be written: \(error)", cause: error)
      }
    }
  }

  // MARK: The batch

  /// Begins the transaction; false when a lock of another program outlasted every command.
  private func begin(while isWanted: () -> Bool) throws(LogError) -> Bool {
    while true {
      do throws(SQLiteError) {
        try connection.statement("BEGIN IMMEDIATE").run()
        return true
      } catch {
        guard error.kind == .busy else { throw failure(error) }
        retries += 1
        if !isWanted() { return false }
      }
    }
  }

  /// The state of the log, read again when another connection has written.
  private func refresh() throws(LogError) -> WriterState {
    let version = try LogError.translating("reading ledger \(file.name)") {
      () throws(SQLiteError) in
      let query = try connection.statement("PRAGMA data_version")
      defer { query.reset() }
      return try query.step() ? query.int64(at: 0) : -1
    }
    if let state, version == dataVersion {
      state.othersWrote = false
      return state
    }
    let inserter: EventInserter
    if let known = self.inserter {
      inserter = known
    } else {
      inserter = try EventInserter(rows: rows)
    }
    self.inserter = inserter
    if state == nil {
      rows.forget()
      inserter.forget()
    }
    let fresh = try WriterState(
      inserter: inserter, rows: rows, randomness: options.randomness, before: state)
    state = fresh
    room = LogRoom()
    dataVersion = version
    return fresh
  }

  private func decide(
    _ queue: DecisionQueue, _ state: WriterState, taken: inout [QueuedDecision],
    answers: inout [@Sendable () -> Void]
  ) throws {
    let transaction = WriteTransaction(
      state: state, observer: observer,
      now: max(options.clocks.now(), state.lastRecordedAt))
    state.beginBatch()
    try observer?.batchBegan(
      transaction, connection: connection, othersWrote: state.othersWrote,
      projected: state.projected ?? state.head)
    var hasExclusive = false
    while !hasExclusive, taken.count < WriterSession.maximumCommands,
      state.batchBytes < WriterSession.maximumBytes,
      let decision = queue.take(where: { !$0.isExclusive || taken.isEmpty })
    {
      taken.append(decision)
      hasExclusive = decision.isExclusive
      observer?.beginCommand()
      do {
        let answer = try decision.decide(transaction)
        try transaction.accept()
        observer?.acceptCommand()
        answers.append(answer)
      } catch {
        transaction.discard()
        observer?.discardCommand()
        if hasExclusive { throw error }
        let refusal = (error as? SQLiteError).map(failure) ?? error
        answers.append { decision.fail(refusal) }
      }
      if let failure = state.failure { throw failure }
      guard connection.isInTransaction else {
        throw LogError(.io, "SQLite has rolled back a batch of ledger \(file.name)")
      }
    }
    transaction.end()
  }

  private func commit(_ state: WriterState) throws(LogError) {
    try state.flush(observer)
    let frames = connection.framesInLog
    try LogError.translating("committing to ledger \(file.name)") { () throws(SQLiteError) in
      try state.recordBatch(observed: observer != nil)
      if options.durability == .full { try room.makeBeforeCommit(connection) }
      try connection.statement("COMMIT").run()
    }
    state.endBatch()
    if connection.framesInLog < frames { state.logBegins() }
  }

  /// Checkpoints when it is due or asked for, and returns whether it tried; a disk that fails here
  /// breaks the log, but no commit.
  private func checkpoint(isWanted: Bool) -> Bool {
    do throws(SQLiteError) {
      let kind =
        try isWanted ? checkpointer.now(connection) : checkpointer.afterCommit(connection)
      guard let kind else { return false }
      state?.logBegins()
      if kind == .truncate { room = LogRoom() }
      return true
    } catch {
      _ = failure(error)
      return true
    }
  }

  /// Rolls the batch back and returns the error for its callers.
  private func rollBack(after error: any Error) -> any Error {
    if connection.isInTransaction { try? connection.execute("ROLLBACK") }
    state = nil
    observer?.batchEnded(committed: false)
    guard let error = error as? SQLiteError else {
      if let error = error as? LogError, error.code == .io { broken = error }
      return error
    }
    return failure(error)
  }

  private func failure(_ error: SQLiteError) -> LogError {
    let failure = LogError(error, doing: "writing to ledger \(file.name)")
    if failure.code == .io { broken = failure }
    return failure
  }
}
