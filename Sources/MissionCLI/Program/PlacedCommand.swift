/// A command that is told once for both: it asks where it works, and shows the answer.
protocol PlacedCommand: ServedCommand {
  func run(at place: some Workplace) async throws -> Exit
}

extension PlacedCommand {
  func run(_ invocation: Invocation) async throws -> Exit {
    try await run(at: try HomePlace(invocation))
  }

  func run(_ server: ServerSession) async throws -> Exit { try await run(at: server) }
}
