import Platform

/// The one place in a process from which a ledger is written: a connection and the side lock.
///
/// One holder at a time has it, serves a batch and passes it on.
struct WriterSeat {
  private let file: LedgerFile
  private let options: EventLog.Options
  private var session: WriterSession?
  private var lock: SideLock?
  private var contention: Contention
  /// The mark that this process last wrote into the side file.
  private var marked: HeadMark?

  init(file: LedgerFile, options: EventLog.Options) {
    self.file = file
    self.options = options
    contention = Contention(clocks: options.clocks)
  }

  /// Serves one batch of the waiting commands, under the side lock.
  ///
  /// Each command that it takes is answered. With `waits` it blocks until the lock is free, and
  /// until another program's transaction has ended; without, it takes no command in these cases.
  mutating func serve(
    _ queue: DecisionQueue, observer: (any AppendObserver)?, waits: Bool, publish: (Int64) -> Void
  ) {
    guard !queue.isEmpty else { return }
    do throws(LogError) {
      guard let (held, waited) = try acquire(waits ? queue : nil) else { return }
      defer {
        contention.took(held, waited: waited, retries: session?.takeRetries() ?? 0)
        held.release()
      }
      if session == nil { session = try WriterSession(file: file, options: options) }
      try session?.serveBatch(from: queue, observer: observer, waits: waits) { head in
        mark(head, held)
        publish(head)
      }
    } catch {
      for decision in queue.takeAll() { decision.fail(error) }
    }
  }

  /// Releases the file.
  mutating func leave() {
    contention.end(lock)
    session?.close()
    session = nil
    lock = nil
  }

  /// Keeps the head in the side file before any of its events is acknowledged; a relaxed log may
  /// lose its newest events, so it keeps none.
  private mutating func mark(_ head: Int64, _ lock: SideLock) {
    guard options.durability != .relaxed, let mark = file.mark(at: head), mark != marked else {
      return
    }
    lock.keep(mark)
    marked = mark
  }

  /// The side lock, held, and the microseconds waited for it; nil if it is not free and there is no
  /// `queue` of commands that may wait.
  private mutating func acquire(
    _ queue: DecisionQueue?
  ) throws(LogError) -> (lock: SideLock, waited: Int64)? {
    let held: SideLock
    if let lock { held = lock } else { held = try SideLock.of(ledger: file.path) }
    lock = held
    do throws(PlatformError) {
      guard let queue else { return try held.tryAcquire() ? (held, 0) : nil }
      queue.stands(atLock: true)
      defer { queue.stands(atLock: false) }
      return (held, try held.acquireTimed())
    } catch {
      throw LogError(error, doing: "locking ledger \(file.path)")
    }
  }
}
