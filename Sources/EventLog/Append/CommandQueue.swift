import Platform

/// A decision that waits for its turn on the writer thread.
struct Command: Sendable {
  /// When it is withdrawn if nobody has taken it, in microseconds of the system's monotonic clock.
  var deadline: Int64
  /// Whether it changes tables itself and so gets a transaction of its own.
  var isExclusive: Bool
  /// Decides, and returns what gives the caller its answer once all is durable.
  var decide: @Sendable (WriteTransaction) throws -> @Sendable () -> Void
  /// Gives the caller an error instead.
  var fail: @Sendable (any Error) -> Void
}

/// The commands that wait for the writer, oldest first.
final class CommandQueue: Sendable {
  private struct State {
    var commands: [Command] = []
    /// How many at the front are gone; they are dropped in bulk.
    var taken = 0
    var isClosed = false
    var isAtLock = false

    var isEmpty: Bool { taken == commands.count }

    mutating func dropTaken() {
      guard taken == commands.count || taken >= 256 else { return }
      commands.removeFirst(taken)
      taken = 0
    }
  }

  private let state = Condition(State())

  /// Puts a command at the end and wakes nobody; throws `closed` once the queue is.
  func send(_ command: Command, to path: String) throws(LogError) {
    let isTaken = state.withLock { state in
      if !state.isClosed { state.commands.append(command) }
      return !state.isClosed
    }
    guard isTaken else { throw LogError(.closed, "the log \(path) was closed") }
  }

  /// Wakes the thread that waits for commands.
  func wake() {
    state.change { _ in }
  }

  /// Blocks until there is a command; false when the queue is closed and empty.
  func waitForCommand() -> Bool {
    state.wait { state in
      if !state.isEmpty { return true }
      return state.isClosed ? false : nil
    }
  }

  /// Whether no command waits.
  var isEmpty: Bool { state.withLock { $0.isEmpty } }

  /// Takes the oldest command, unless `admits` refuses it.
  func take(where admits: (Command) -> Bool) -> Command? {
    state.withLock { state in
      guard !state.isEmpty else { return nil }
      let command = state.commands[state.taken]
      guard admits(command) else { return nil }
      state.taken += 1
      state.dropTaken()
      return command
    }
  }

  /// Takes every command that is there.
  func takeAll() -> [Command] {
    state.withLock { state in
      defer {
        state.commands = []
        state.taken = 0
      }
      return Array(state.commands[state.taken...])
    }
  }

  /// Takes the commands whose deadline has passed.
  func takeExpired(at now: Int64) -> [Command] {
    state.withLock { state in
      guard !state.isEmpty else { return [] }
      let waiting = state.commands[state.taken...]
      let expired = waiting.filter { $0.deadline <= now }
      guard !expired.isEmpty else { return [] }
      state.commands = waiting.filter { $0.deadline > now }
      state.taken = 0
      return expired
    }
  }

  /// Notes whether whoever serves is blocked before the lock, and has taken nothing yet.
  func stands(atLock: Bool) {
    state.withLock { $0.isAtLock = atLock }
  }

  /// Whether nothing waits for whoever is blocked before the lock: all of it was withdrawn.
  var isDeserted: Bool { state.withLock { $0.isEmpty && $0.isAtLock } }

  /// Takes nothing in any more; what waits is still served.
  func close() {
    state.change { $0.isClosed = true }
  }
}
