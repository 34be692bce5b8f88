import MissionControl
import MissionTools
import Synchronization

/// The calls under way over HTTP, so that they can be withdrawn by name and ended together.
final class WebCalls: Sendable {
  /// The identity of a call: no client withdraws another's, as far as clients can be told apart.
  private struct Caller: Hashable {
    let actor: String
    let session: String?
    /// A client of another revision is another client.
    let era: Era
    let id: RequestID
  }

  private struct Call {
    let caller: Caller
    let isPatient: Bool
    let task: Task<MCPServer.Outcome?, Never>
  }

  private struct State {
    var next = 0
    var calls: [Int: Call] = [:]
    var hasEnded = false
  }

  private let state = Mutex(State())
  private let ending = TransportEnding()

  /// Starts a call and keeps it until it is over.
  func start(
    _ request: Request, _ era: Era, of server: MCPServer,
    _ body: @escaping @Sendable () async -> MCPServer.Outcome?
  ) -> Task<MCPServer.Outcome?, Never> {
    let caller = Self.caller(request.id, era, server.context)
    return state.withLock { state in
      let number = state.next
      state.next += 1
      let task = TransportEnding.$current.withValue(ending) {
        Task {
          let outcome = await body()
          finish(number)
          return outcome
        }
      }
      let call = Call(caller: caller, isPatient: server.isPatient(request), task: task)
      state.calls[number] = call
      // A call that comes after the end waits no more than earlier ones.
      if state.hasEnded, call.isPatient { task.cancel() }
      return task
    }
  }

  /// Cancels the caller's call with that id, unless two of its clients use the same.
  func withdraw(_ id: RequestID, _ era: Era, of context: ToolContext) {
    let caller = Self.caller(id, era, context)
    let found = state.withLock { $0.calls.values.filter { $0.caller == caller } }
    if found.count == 1 { found.first?.task.cancel() }
  }

  /// Ends every waiting call.
  func end() {
    ending.begin()
    let waiting = state.withLock { state in
      state.hasEnded = true
      return state.calls.values.filter(\.isPatient)
    }
    for call in waiting { call.task.cancel() }
  }

  private func finish(_ number: Int) {
    state.withLock { $0.calls[number] = nil }
  }

  private static func caller(_ id: RequestID, _ era: Era, _ context: ToolContext) -> Caller {
    Caller(actor: context.call.actor, session: context.call.sourceSessionID, era: era, id: id)
  }
}
