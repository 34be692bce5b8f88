import ArgumentParser

/// A command of `missionlog`: parsed by the argument parser, run on an `Invocation`.
protocol Command: AsyncParsableCommand, Sendable {
  var globals: GlobalOptions { get }
  /// Whether it needs no server, and so none that only the environment names.
  var needsNoServer: Bool { get }

  /// Does the command's work and answers how it ended.
  func run(_ invocation: Invocation) async throws -> Exit
}

extension Command {
  var needsNoServer: Bool { false }
}

/// A command to which a server is something else than the place of its home.
protocol DoorCommand: Command {}
