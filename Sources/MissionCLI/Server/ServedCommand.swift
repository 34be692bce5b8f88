/// A command that works against a server as well as on a home.
protocol ServedCommand: Command {
  /// Does the command's work on the server's home and answers how it ended.
  func run(_ server: ServerSession) async throws -> Exit
}
