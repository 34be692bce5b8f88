import ArgumentParser

/// A command of `missionlog`: parsed by the argument parser, run on an `Invocation`.
protocol Command: AsyncParsableCommand, Sendable {
  var globals: GlobalOptions { get }
  /// What a server is to it.
  var serverUse: ServerUse { get }

  /// Does the command's work and answers how it ended.
  func run(_ invocation: Invocation) async throws -> Exit
}

extension Command {
  var serverUse: ServerUse { .worksOnIt }
}

/// What a server, where one is named, is to a command.
enum ServerUse {
  /// The place of the home that it works on.
  case worksOnIt
  /// What the command itself says.
  case ownMatter
  /// Nothing: it passes over one that only the environment names.
  case needsNone
}
