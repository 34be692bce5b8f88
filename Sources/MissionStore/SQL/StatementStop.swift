import EventLogSQLite
import Synchronization

/// A way to stop a statement that runs on another thread.
package final class StatementStop: Sendable {
  private struct State {
    var connection: Connection?
    var isAsked = false
  }

  private let state = Mutex(State())

  /// Makes a stop that was not asked for yet.
  package init() {}

  /// Whether the stop was asked for.
  package var isAsked: Bool { state.withLock(\.isAsked) }

  /// Stops the running statement, or the next one before it begins.
  package func ask() {
    state.withLock { state in
      state.isAsked = true
      state.connection?.interrupt()
    }
  }

  /// Runs statements on a connection so that they can be stopped.
  ///
  /// - Throws: `CancellationError` where the stop was asked for before, and what `body` throws.
  func watch<Answer>(_ connection: Connection, _ body: () throws -> Answer) throws -> Answer {
    let isAsked = state.withLock { state in
      state.connection = connection
      return state.isAsked
    }
    defer { state.withLock { $0.connection = nil } }
    guard !isAsked else { throw CancellationError() }
    return try body()
  }
}
