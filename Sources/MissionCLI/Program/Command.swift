import ArgumentParser

/// A command of `missionlog`: parsed by the argument parser, run on an `Invocation`.
protocol Command: AsyncParsableCommand, Sendable {
  var globals: GlobalOptions { get }
  /// Its use of a server.
  var serverUse: ServerUse { get }

  /// Does the command's work and returns its exit.
  func run(_ invocation: Invocation) async throws -> Exit
}

extension Command {
  var serverUse: ServerUse { .worksOnIt }
}

/// The use of a named server by a command.
enum ServerUse {
  /// It works on the server's home.
  case worksOnIt
  /// The command decides by itself.
  case ownMatter
  /// It needs no server, and ignores one that only the environment names.
  case needsNone
}
