import CanonicalJSON
import Synchronization

/// The progress messages of a request under way: a counted line for each event.
final class Progress: Sendable {
  private struct State {
    var count = 0
    var last: Task<Void, Never>?
  }

  private let token: RequestID
  private let notify: MCPServer.Notify
  private let state = Mutex(State())

  /// Makes the progress of a request under the client's token.
  init(token: RequestID, notify: @escaping MCPServer.Notify) {
    self.token = token
    self.notify = notify
  }

  /// Sends one message; even with several senders, the count on the wire only grows.
  func tell(_ message: String) async {
    let telling = state.withLock { state in
      state.count += 1
      let (number, before) = (state.count, state.last)
      let task = Task {
        await before?.value
        await send(number, message)
      }
      state.last = task
      return task
    }
    await telling.value
  }

  private func send(_ number: Int, _ message: String) async {
    await notify(
      Outgoing.notification("notifications/progress") { params in
        params.field("progressToken", token.json)
        params.field("progress", number)
        params.field("message", message)
      })
  }
}
