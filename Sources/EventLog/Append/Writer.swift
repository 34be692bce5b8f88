import Platform
private import Synchronization

/// The writer of a ledger in this process: one command at a time, from one seat.
///
/// A thread of its own sleeps until there is a command, takes the side lock by a blocking call
/// (polling would come behind those that wait), serves one batch, and releases the lock. The poller
/// withdraws commands that were not taken by their deadline, also while the thread is blocked. A
/// caller that blocks anyway serves the batch itself if seat and lock are free at once: handing a
/// small commit to another thread, and its answer back, costs as much as the commit. The thread
/// starts with the first command that no caller serves itself.
final class Writer: Sendable {
  private let file: LedgerFile
  private let options: EventLog.Options
  private let watch: HeadWatch
  private let queue = DecisionQueue()
  private let observer = Mutex<(any AppendObserver)?>(nil)
  private let seat: Mutex<WriterSeat>
  private let thread = Mutex<PlatformThread?>(nil)
  private let isFinished = Condition(false)

  init(file: LedgerFile, options: EventLog.Options, watch: HeadWatch) {
    self.file = file
    self.options = options
    self.watch = watch
    seat = Mutex(WriterSeat(file: file, options: options))
  }

  /// Adds an observer to every later batch.
  func attach(_ observer: any AppendObserver) {
    self.observer.withLock { $0 = observer }
  }

  /// Queues a decision; exactly one of its two answers is called, on another thread.
  func send<T: Sendable>(
    isExclusive: Bool, _ body: @escaping @Sendable (WriteTransaction) throws -> T,
    answer: @escaping @Sendable (Result<T, any Error>) -> Void
  ) {
    let decision = decision(isExclusive: isExclusive, body, answer: answer)
    do throws(LogError) {
      try admit()
      try queue.send(decision, to: file.path)
      handOver()
    } catch {
      decision.fail(error)
    }
  }

  /// Does what `send` does, but blocks its plain thread until the answer; if it can't serve its own
  /// command, it starts the thread that withdraws commands.
  func sendBlocking<T: Sendable>(
    isExclusive: Bool, _ body: @escaping @Sendable (WriteTransaction) throws -> T,
    startingWithdrawal: () throws(LogError) -> Void
  ) throws -> T {
    let box = Condition<Result<T, any Error>?>(nil)
    let decision = decision(isExclusive: isExclusive, body) { result in box.change { $0 = result } }
    try admit()
    try queue.send(decision, to: file.path)
    serve(waits: false)
    if !queue.isEmpty { handOver(startingWithdrawal) }
    return try box.wait { $0 }.get()
  }

  private func decision<T: Sendable>(
    isExclusive: Bool, _ body: @escaping @Sendable (WriteTransaction) throws -> T,
    answer: @escaping @Sendable (Result<T, any Error>) -> Void
  ) -> QueuedDecision {
    QueuedDecision(
      deadline: Clocks.system.monotonic(inSeconds: options.busyTimeout), isExclusive: isExclusive,
      decide: { transaction in
        let value = try body(transaction)
        return { answer(.success(value)) }
      },
      fail: { answer(.failure($0)) })
  }

  /// Refuses commands to a log that was opened for reading.
  private func admit() throws(LogError) {
    guard options.access == .readWrite else {
      throw LogError(.readOnly, "the log \(file.path) was opened for reading")
    }
  }

  /// Makes the thread serve what waits; without a thread, what waits is refused.
  private func handOver(_ prepare: () throws(LogError) -> Void = {}) {
    do throws(LogError) {
      try prepare()
      try start()
      queue.wake()
    } catch {
      for decision in queue.takeAll() { decision.fail(error) }
    }
  }

  /// Refuses the commands whose deadline has passed.
  func expire(at now: Int64) {
    let expired = queue.takeExpired(at: now)
    guard !expired.isEmpty else { return }
    let error = LogError.locked(file.path, seconds: options.busyTimeout)
    for decision in expired { decision.fail(error) }
  }

  /// Serves the waiting commands and ends the thread; waits for it, but not for a lock that others
  /// hold for longer than the commands that wanted it could wait.
  func close() {
    letGo()
    guard thread.withLock({ $0 != nil }), !queue.isDeserted else { return }
    let _: Void? = isFinished.wait(upToSeconds: options.busyTimeout) { $0 ? () : nil }
  }

  /// Makes the thread end once what waits is served; without a thread, releases the file here.
  func letGo() {
    queue.close()
    if !queue.isEmpty { handOver() }
    guard thread.withLock({ $0 == nil }) else { return }
    seat.withLock { $0.leave() }
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

  /// The thread's loop: one batch after the other, until the queue is closed and empty.
  private func serve() {
    while queue.waitForDecision() { serve(waits: true) }
    seat.withLock { $0.leave() }
  }

  /// Serves one batch, if there is a command; without `waits`, only if nothing is in the way.
  private func serve(waits: Bool) {
    let observer = observer.withLock { $0 }
    func serve(_ seat: inout WriterSeat) {
      seat.serve(queue, observer: observer, waits: waits) { watch.publish($0) }
    }
    if waits {
      seat.withLock { serve(&$0) }
    } else {
      _ = seat.withLockIfAvailable { serve(&$0) }
    }
  }
}
