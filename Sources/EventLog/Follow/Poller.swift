import EventLogSQLite
import Platform
private import Synchronization

/// The thread of this process that notices what other processes commit to a ledger.
///
/// Every 20 ms it asks SQLite whether the file has changed, if anyone waits for that, and ends
/// waits whose time is up.
final class Poller: Sendable {
  /// Seconds between two looks.
  static let interval = 0.02

  private let file: LedgerFile
  private let watch: HeadWatch
  private let expire: @Sendable (Int64) -> Void
  private let isClosed = Condition(false)
  private let isStarted = Mutex(false)

  /// Makes a poller; `expire` is called every 20 ms with the system's monotonic clock.
  init(file: LedgerFile, watch: HeadWatch, expire: @escaping @Sendable (Int64) -> Void) {
    self.file = file
    self.watch = watch
    self.expire = expire
  }

  /// Starts the thread, unless it runs.
  func start() throws(LogError) {
    do throws(PlatformError) {
      try isStarted.withLock { isStarted throws(PlatformError) in
        guard !isStarted else { return }
        let (file, watch, expire, isClosed) = (file, watch, expire, isClosed)
        try PlatformThread.spawn(name: "log poller") {
          var eye = Eye(file: file)
          while isClosed.wait(upToSeconds: Poller.interval, for: { $0 ? () : nil }) == nil {
            expire(Clocks.system.monotonic())
            if watch.isWatched, let head = eye.look() { watch.publish(head) }
          }
          eye.close()
        }
        isStarted = true
      }
    } catch {
      throw LogError(error, doing: "watching \(file.path)")
    }
  }

  /// Ends the thread.
  func close() {
    isClosed.change { $0 = true }
  }
}

/// The poller's own connection and what it saw last.
private struct Eye {
  private let file: LedgerFile
  private var connection: Connection?
  private var version: Int64?

  init(file: LedgerFile) {
    self.file = file
  }

  /// The head, if the file has changed since the last look.
  ///
  /// After an error the next look tries again on a new connection: waiters meet the error
  /// themselves when they read.
  mutating func look() -> Int64? {
    do {
      let connection = try connection ?? file.openReader()
      self.connection = connection
      let seen = try connection.number("PRAGMA data_version")
      guard seen != version else { return nil }
      let head = try connection.number("SELECT max(position) FROM events")
      version = seen
      return head
    } catch {
      close()
      return nil
    }
  }

  mutating func close() {
    connection?.close()
    connection = nil
    version = nil
  }
}

extension Connection {
  /// A query's single number, by a statement that is kept.
  fileprivate func number(_ sql: String) throws(SQLiteError) -> Int64 {
    let query = try statement(sql)
    defer { query.reset() }
    return try query.step() ? query.int64(at: 0) : 0
  }
}
