import Platform
private import Synchronization

/// The one thread of this process that writes a ledger.
///
/// It sleeps until there is a command, takes the side lock (a blocking call: the only fair form),
/// serves one batch, and lets the lock go. A command that it has not taken by its deadline is
/// withdrawn by the poller, also while the thread is blocked in that call.
final class Writer: Sendable {
  private let file: LedgerFile
  private let options: EventLog.Options
  private let watch: HeadWatch
  private let queue = CommandQueue()
  private let observer = Mutex<(any AppendObserver)?>(nil)
  private let thread = Mutex<PlatformThread?>(nil)
  private let isFinished = Condition(false)

  init(file: LedgerFile, options: EventLog.Options, watch: HeadWatch) {
    self.file = file
    self.options = options
    self.watch = watch
  }

  /// Has an observer move with every later batch.
  func attach(_ observer: any AppendObserver) {
    self.observer.withLock { $0 = observer }
  }

  /// Queues a decision; exactly one of its answers comes, on another thread.
  func send<T: Sendable>(
    isExclusive: Bool, _ body: @escaping @Sendable (WriteTransaction) throws -> T,
    answer: @escaping @Sendable (Result<T, any Error>) -> Void
  ) {
    let wait = Instant.microseconds(inSeconds: options.busyTimeout)
    let command = Command(
      deadline: Clocks.system.monotonic() + wait, isExclusive: isExclusive,
      decide: { transaction in
        let value = try body(transaction)
        return { answer(.success(value)) }
      },
      fail: { answer(.failure($0)) })
    guard options.access == .readWrite else {
      return command.fail(LogError(.readOnly, "the log \(file.path) was opened for reading"))
    }
    do {
      try start()
      guard queue.send(command) else {
        throw LogError(.closed, "the log \(file.path) was closed")
      }
    } catch {
      command.fail(error)
    }
  }

  /// Refuses the commands whose time is up.
  func expire(at now: Int64) {
    let expired = queue.takeExpired(at: now)
    guard !expired.isEmpty else { return }
    let error = LogError.locked(file.path, seconds: options.busyTimeout)
    for command in expired { command.fail(error) }
  }

  /// Serves what waits and ends the thread; waits for it, but not for a lock that others hold.
  func close() {
    queue.close()
    guard thread.withLock({ $0 != nil }) else { return }
    let _: Void? = isFinished.wait(upToSeconds: options.busyTimeout) { $0 ? () : nil }
  }

  /// Has the thread end once what waits is served.
  func letGo() {
    queue.close()
  }

  private func start() throws(LogError) {
    do throws(PlatformError) {
      try thread.withLock { thread throws(PlatformError) in
        guard thread == nil else { return }
        thread = try PlatformThread.spawn(name: "log writer") {
          self.serve()
          self.isFinished.change { $0 = true }
        }
      }
    } catch {
      throw LogError(error, doing: "starting the writer of \(file.path)")
    }
  }

  /// What the thread runs: one batch after the other, until the queue is closed and empty.
  private func serve() {
    var session: WriterSession?
    defer { session?.close() }
    var lock: SideLock?
    var contention = Contention(clocks: options.clocks)
    defer { contention.end(lock) }
    while queue.waitForCommand() {
      do throws(LogError) {
        let (held, waited) = try acquire(&lock)
        defer {
          contention.took(held, waited: waited, retries: session?.takeRetries() ?? 0)
          held.release()
        }
        if session == nil { session = try WriterSession(file: file, options: options) }
        try session?.serveBatch(from: queue, observer: observer.withLock { $0 }) {
          watch.publish($0)
        }
      } catch {
        for command in queue.takeAll() { command.fail(error) }
      }
    }
  }

  private func acquire(
    _ lock: inout SideLock?
  ) throws(LogError) -> (lock: SideLock, waited: Int64) {
    do throws(PlatformError) {
      let held: SideLock
      if let lock { held = lock } else { held = try SideLock(path: file.lockPath) }
      lock = held
      return (held, try held.acquireTimed())
    } catch {
      throw LogError(error, doing: "locking ledger \(file.path)")
    }
  }
}
