import MissionModel
import MissionTools
import Synchronization

/// The end of something that calls depend on, such as a client's connection or the server's life.
final class Ending: Sendable {
  private struct State {
    var hasCome = false
    var nextNumber = 0
    var waiting: [Int: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())
  /// The error for a call that it cuts off.
  private let refusal: MissionError

  /// Makes an end that has not come.
  init(refusal: MissionError) {
    self.refusal = refusal
  }

  var hasCome: Bool { state.withLock(\.hasCome) }

  /// Brings it about; whoever waits is told once.
  func come() {
    let waiting = state.withLock { state in
      state.hasCome = true
      defer { state.waiting = [:] }
      return state.waiting
    }
    for (_, tell) in waiting { tell() }
  }

  /// Waits until it comes, or the task is cancelled.
  func wait() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    let number = add { continuation.finish() }
    defer { remove(number) }
    for await _ in stream {}
  }

  /// Calls `tell` when it comes, or at once if it has come.
  private func add(_ tell: @escaping @Sendable () -> Void) -> Int {
    let number: Int? = state.withLock { state in
      guard !state.hasCome else { return nil }
      state.nextNumber += 1
      state.waiting[state.nextNumber] = tell
      return state.nextNumber
    }
    if number == nil { tell() }
    return number ?? 0
  }

  private func remove(_ number: Int) {
    state.withLock { _ = $0.waiting.removeValue(forKey: number) }
  }

  /// Does long work, which is cancelled when one of `endings` comes.
  ///
  /// - Throws: the error of the ending that cut it off.
  static func race<Value: Sendable>(
    _ endings: [Ending], _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let task = Task { try await body() }
    let numbers = endings.map { $0.add { task.cancel() } }
    defer { for (ending, number) in zip(endings, numbers) { ending.remove(number) } }
    do {
      return try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    } catch is CancellationError {
      throw endings.first(where: \.hasCome)?.refusal ?? .serverIsEnding
    }
  }
}

extension MissionError {
  /// The error that only a client that closed its half of the connection while it waits can read.
  static let clientIsGone = MissionError(
    .unavailable,
    "the client closed the connection, or its sending side: keep both open until the answer",
    retryAfterMs: 1_000)
}
