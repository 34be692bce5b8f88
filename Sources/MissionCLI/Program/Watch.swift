import MissionControl
import MissionModel
import MissionTools

/// A view that is shown again whenever a ledger moves, and from time to time, since ages and leases
/// move by themselves.
struct Watch {
  let invocation: Invocation

  /// Shows the view until the person ends it, or nobody reads any more: on a terminal in place,
  /// else one after the other.
  ///
  /// `mark` reads where the ledgers stand, and `change` waits until they are beyond that, or for
  /// some seconds. An unreachable place is reported, and tried again.
  func run<Mark>(
    _ show: (Invocation) async throws -> Exit, from mark: () async throws -> Mark,
    until change: (Mark, Double) async throws -> Void
  ) async throws -> Exit {
    let isInPlace = invocation.console.screen.isTerminal && !invocation.globals.json
    while true {
      do {
        let place = try await mark()
        if isInPlace { try invocation.console.out.write("\u{1B}[H\u{1B}[2J") }
        _ = try await show(invocation)
        try invocation.console.out.flush()
        try await change(place, isInPlace ? 2 : 15)
      } catch let error as MissionError where error.retryable {
        try await invocation.pause(after: error)
      }
    }
  }
}

extension HomePlace {
  /// Shows the view again whenever a ledger of the home has moved.
  func watch(_ show: (Invocation) async throws -> Exit) async throws -> Exit {
    let fleet = tools.fleet
    return try await Watch(invocation: invocation).run(show, from: fleet.heads) { place, seconds in
      try await fleet.waitForChange(beyond: place, timeoutSeconds: seconds)
    }
  }
}

extension ServerSession {
  /// Shows the view again when the server's log has moved, asking each second.
  func watch(_ show: (Invocation) async throws -> Exit) async throws -> Exit {
    let last = { try await get("events", [("tail", "1")]).object.objects("events").last }
    let mark = { try await last().map { try $0.text("event_id") } }
    return try await Watch(invocation: invocation).run(show, from: mark) { place, seconds in
      for _ in 0..<Int(seconds) where try await mark() == place {
        try await Task.sleep(for: .seconds(1))
      }
    }
  }
}
