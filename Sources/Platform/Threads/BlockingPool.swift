/// A fixed number of threads for calls that block, so that none runs on the cooperative pool.
///
/// Threads start when they are first needed and end with the pool. If the system refuses even the
/// first one, calls run on their callers' threads: that holds up others, but is better than no
/// answer.
package final class BlockingPool: Sendable {
  /// Whether the current task does its blocking work itself instead of on other threads.
  ///
  /// For drivers that own their threads, such as a simulator, where a hop to another thread and
  /// back would cost more than the call itself.
  @TaskLocal package static var runsOnCaller = false

  private let name: String
  private let limit: Int
  private let jobs = Condition(Jobs())

  /// Makes a pool of at most `threads` threads.
  package init(name: String, threads: Int) {
    precondition(threads > 0, "a pool without threads runs nothing")
    self.name = name
    limit = threads
  }

  deinit {
    jobs.change { $0.isClosed = true }
  }

  /// Runs `body` on a thread of the pool, after all earlier calls, and returns its result.
  ///
  /// A caller that is cancelled still waits: a call that blocks can't be taken back.
  package func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    if Self.runsOnCaller { return try body() }
    let outcome: Result<Value, Failure> = await withCheckedContinuation { continuation in
      submit { continuation.resume(returning: Result { () throws(Failure) in try body() }) }
    }
    return try outcome.get()
  }

  /// Runs `body` on a thread of the pool and returns at once.
  package func submit(_ body: @escaping @Sendable () -> Void) {
    let needsThread = jobs.change { jobs in
      jobs.waiting.append(body)
      guard jobs.idle < jobs.waiting.count - jobs.taken, jobs.threads < limit else { return false }
      jobs.threads += 1
      return true
    }
    if needsThread { startThread() }
  }

  private func startThread() {
    let jobs = jobs
    do throws(PlatformError) {
      try PlatformThread.spawn(name: name) {
        while let job = jobs.next() { job() }
      }
    } catch {
      let threads = jobs.withLock { jobs in
        jobs.threads -= 1
        return jobs.threads
      }
      guard threads == 0 else { return }
      while let job = jobs.withLock({ $0.take() }) { job() }
    }
  }
}

/// A pool's work, oldest first, and its threads.
private struct Jobs: Sendable {
  var waiting: [@Sendable () -> Void] = []
  /// How many at the front of `waiting` have been taken; they are dropped in bulk.
  var taken = 0
  var threads = 0
  var idle = 0
  var isClosed = false

  mutating func take() -> (@Sendable () -> Void)? {
    guard taken < waiting.count else { return nil }
    let job = waiting[taken]
    taken += 1
    if taken == waiting.count || taken >= 64 {
      waiting.removeFirst(taken)
      taken = 0
    }
    return job
  }
}

extension Condition<Jobs> {
  /// Blocks for the next job; nil once the pool is closed and empty.
  fileprivate func next() -> (@Sendable () -> Void)? {
    if let job = withLock({ $0.take() }) { return job }
    withLock { $0.idle += 1 }
    return wait { jobs -> (@Sendable () -> Void)?? in
      if let job = jobs.take() {
        jobs.idle -= 1
        return .some(job)
      }
      return jobs.isClosed ? .some(nil) : nil
    }
  }
}
