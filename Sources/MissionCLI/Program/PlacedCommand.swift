import MissionControl

/// A command that is written once for a home and a server: it asks the place where it works, and
/// shows the answer.
protocol PlacedCommand: ServedCommand {
  /// The caller at a home; nil for the person who runs the program.
  var caller: CallContext? { get }

  func run(at place: some Workplace) async throws -> Exit
}

extension PlacedCommand {
  var caller: CallContext? { nil }

  func run(_ invocation: Invocation) async throws -> Exit {
    try await run(at: try HomePlace(invocation, as: caller))
  }

  func run(_ server: ServerSession) async throws -> Exit { try await run(at: server) }
}
