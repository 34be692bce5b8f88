import MissionControl

/// A command that is told once for both: it asks where it works, and shows the answer.
protocol PlacedCommand: ServedCommand {
  /// Who calls at a home; nil for the person who runs the program.
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
