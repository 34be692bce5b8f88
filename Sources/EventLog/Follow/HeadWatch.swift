private import Synchronization

/// The newest head that this process knows, and the waiters for it to move.
final class HeadWatch: Sendable {
  /// How a wait ended.
  enum Outcome: Sendable {
    case head(Int64)
    case timedOut
    case closed
  }

  private struct Waiter {
    let beyond: Int64
    /// In microseconds of the system's monotonic clock.
    let deadline: Int64
    let resume: @Sendable (Outcome) -> Void
  }

  private struct State {
    var head: Int64 = 0
    var nextID = 0
    var waiters: [Int: Waiter] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Whether anyone waits for the head to move.
  var isWatched: Bool {
    state.withLock { !$0.waiters.isEmpty }
  }

  /// Records a head and wakes the waiters for it; an older head changes nothing.
  func publish(_ head: Int64) {
    let woken = state.withLock { state in
      guard head > state.head else { return [Waiter]() }
      state.head = head
      let ids = state.waiters.filter { $0.value.beyond < head }.keys
      return ids.compactMap { state.waiters.removeValue(forKey: $0) }
    }
    for waiter in woken { waiter.resume(.head(head)) }
  }

  /// Calls `resume` once: when the head is beyond a position, at the deadline, or at the end.
  ///
  /// Returns the wait's number for `cancel`; nil if `resume` was called at once.
  func wait(
    beyond position: Int64, deadline: Int64, _ resume: @escaping @Sendable (Outcome) -> Void
  ) -> Int? {
    let (id, outcome) = state.withLock { state -> (Int?, Outcome?) in
      if state.isClosed { return (nil, .closed) }
      if state.head > position { return (nil, .head(state.head)) }
      state.nextID += 1
      state.waiters[state.nextID] = Waiter(beyond: position, deadline: deadline, resume: resume)
      return (state.nextID, nil)
    }
    if let outcome { resume(outcome) }
    return id
  }

  /// Ends a wait early, as if its time were up.
  func cancel(_ id: Int) {
    state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(.timedOut)
  }

  /// Ends the waits whose time is up.
  func expire(at now: Int64) {
    let expired = state.withLock { state in
      guard !state.waiters.isEmpty else { return [Waiter]() }
      let ids = state.waiters.filter { $0.value.deadline <= now }.keys
      return ids.compactMap { state.waiters.removeValue(forKey: $0) }
    }
    for waiter in expired { waiter.resume(.timedOut) }
  }

  /// Ends every wait.
  func close() {
    let waiters = state.withLock { state in
      state.isClosed = true
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.resume(.closed) }
  }
}
