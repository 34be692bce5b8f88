import ArgumentParser

/// A command of `missionlog`: parsed by the argument parser, run on an `Invocation`.
protocol Command: AsyncParsableCommand, Sendable {
  var globals: GlobalOptions { get }

  /// Does the command's work and answers how it ended.
  func run(_ invocation: Invocation) async throws -> Exit
}

/// A command to which a server is something else than the place of its home.
protocol DoorCommand: Command {}
