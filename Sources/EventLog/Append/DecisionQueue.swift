import Platform

/// The decisions that wait for the writer, oldest first.
final class DecisionQueue: Sendable {
  private struct State {
    var decisions: [QueuedDecision] = []
    /// How many at the front are gone; they are dropped in bulk.
    var taken = 0
    var isClosed = false
    var isAtLock = false

    var isEmpty: Bool { taken == decisions.count }

    mutating func dropTaken() {
      guard taken == decisions.count || taken >= 256 else { return }
      decisions.removeFirst(taken)
      taken = 0
    }
  }

  private let state = Condition(State())

  /// Appends a decision without waking anybody.
  ///
  /// - Throws: `closed` if the queue is closed.
  func send(_ decision: QueuedDecision, to path: String) throws(LogError) {
    let isTaken = state.withLock { state in
      if !state.isClosed { state.decisions.append(decision) }
      return !state.isClosed
    }
    guard isTaken else { throw LogError(.closed, "the log \(path) was closed") }
  }

  /// Wakes the thread that waits for decisions.
  func wake() {
    state.change { _ in }
  }

  /// Blocks until there is a decision; false when the queue is closed and empty.
  func waitForDecision() -> Bool {
    state.wait { state in
      if !state.isEmpty { return true }
      return state.isClosed ? false : nil
    }
  }

  /// Whether no decision waits.
  var isEmpty: Bool { state.withLock { $0.isEmpty } }

  /// Takes the oldest decision, unless `admits` refuses it.
  func take(where admits: (QueuedDecision) -> Bool) -> QueuedDecision? {
    state.withLock { state in
      guard !state.isEmpty else { return nil }
      let decision = state.decisions[state.taken]
      guard admits(decision) else { return nil }
      state.taken += 1
      state.dropTaken()
      return decision
    }
  }

  /// Takes all decisions.
  func takeAll() -> [QueuedDecision] {
    state.withLock { state in
      defer {
        state.decisions = []
        state.taken = 0
      }
      return Array(state.decisions[state.taken...])
    }
  }

  /// Takes the decisions whose deadline has passed.
  func takeExpired(at now: Int64) -> [QueuedDecision] {
    state.withLock { state in
      guard !state.isEmpty else { return [] }
      let waiting = state.decisions[state.taken...]
      let expired = waiting.filter { $0.deadline <= now }
      guard !expired.isEmpty else { return [] }
      state.decisions = waiting.filter { $0.deadline > now }
      state.taken = 0
      return expired
    }
  }

  /// Notes whether the serving thread is blocked at the lock, with nothing taken yet.
  func stands(atLock: Bool) {
    state.withLock { $0.isAtLock = atLock }
  }

  /// Whether the serving thread is blocked at the lock for nothing: every decision was withdrawn.
  var isDeserted: Bool { state.withLock { $0.isEmpty && $0.isAtLock } }

  /// Refuses further decisions; the waiting ones are still served.
  func close() {
    state.change { $0.isClosed = true }
  }
}
