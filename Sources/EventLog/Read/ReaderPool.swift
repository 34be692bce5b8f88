import EventLogSQLite
import Platform
private import Synchronization

/// The connections that read a ledger, and the threads that `read` runs on.
final class ReaderPool: Sendable {
  /// A connection with its reader's caches.
  ///
  /// Unchecked, since only one thread has it at a time: `take` makes it or takes it out of the list
  /// under the lock, as `close` does with idle ones, and nobody else can get it before `giveBack`
  /// has put it back.
  private final class Idle: @unchecked Sendable {
    let rows: EventRowReader

    init(_ rows: EventRowReader) {
      self.rows = rows
    }
  }

  private struct State {
    var idle: [Idle] = []
    var isClosed = false
  }

  let file: LedgerFile
  private let maximumIdle: Int
  private let state: Mutex<State>
  private let threads: BlockingPool

  /// Makes a pool of at most `readers` idle connections, the first of which may exist already.
  init(file: LedgerFile, readers: Int, first: Connection?) {
    self.file = file
    let idle = first.map { Idle(EventRowReader(ledger: file.name, connection: $0)) }
    state = Mutex(State(idle: idle.map { [$0] } ?? []))
    maximumIdle = max(readers, 1)
    threads = BlockingPool(name: "log readers", threads: max(readers, 1))
  }

  /// Runs `body` on a thread of the pool.
  func run<T: Sendable>(
    checkingEnd: Bool = true, _ body: @escaping @Sendable (LogReader) throws -> T
  ) async throws -> T {
    try await threads.run { () throws -> T in
      try self.runBlocking(checkingEnd: checkingEnd, body)
    }
  }

  /// Runs `body` on the calling thread, over one snapshot.
  ///
  /// - Throws: `corrupt` if the log ends before a position that it has reached, unless the body
  ///   checks that itself.
  func runBlocking<T>(
    checkingEnd: Bool = true, _ body: (LogReader) throws -> T
  ) throws -> T {
    let reader = try take()
    let rows = reader.rows
    var isSound = true
    defer { giveBack(reader, isSound: isSound) }
    let (head, end, known) = try LogError.translating("reading ledger \(file.name)") {
      () throws(SQLiteError) in
      try rows.connection.statement("BEGIN").run()
      let query = try rows.connection.statement(file.ends)
      defer { query.reset() }
      return try query.step()
        ? (query.int64(at: 0), query.int64(at: 1), query.int64(at: 2)) : (0, 0, 0)
    }
    guard !checkingEnd || known <= end else {
      isSound = false
      throw LogError(
        .corrupt, "ledger \(file.name): the log ends before position \(known), which it was at")
    }
    do {
      return try body(LogReader(rows: rows, head: head))
    } catch let error as SQLiteError {
      isSound = false
      throw LogError(error, doing: "reading ledger \(file.name)")
    } catch let error as LogError {
      isSound = false
      throw error
    }
  }

  /// Closes the idle connections; those in use are closed when they are given back.
  func close() {
    let idle = state.withLock { state in
      state.isClosed = true
      defer { state.idle = [] }
      return state.idle
    }
    for reader in idle { reader.rows.connection.close() }
  }

  private func take() throws -> Idle {
    let (idle, isClosed) = state.withLock { ($0.idle.popLast(), $0.isClosed) }
    if isClosed { throw LogError(.closed, "the log \(file.path) was closed") }
    if let idle { return idle }
    return Idle(
      EventRowReader(
        ledger: file.name, connection: try file.openReader(), isSealed: file.isSealed))
  }

  /// Ends the snapshot and keeps the connection, unless there are enough or it met an error.
  private func giveBack(_ reader: Idle, isSound: Bool) {
    let connection = reader.rows.connection
    connection.endReading()
    let ended: Void? =
      connection.isInTransaction ? try? connection.statement("COMMIT").run() : ()
    let isKept =
      isSound && ended != nil
      && state.withLock { state in
        guard !state.isClosed, state.idle.count < maximumIdle else { return false }
        state.idle.append(reader)
        return true
      }
    if !isKept { connection.close() }
  }
}
