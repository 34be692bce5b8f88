import Foundation
import MissionTesting

/// The program as it was built, run as a process of its own.
struct BuiltProgram: Sendable {
  /// The binary, beside the bundle that these tests run in.
  static let path: String = {
    let bundle =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "missionlog").path
  }()

  /// Starts the program, by another that takes its command line where one is named; its streams are
  /// pipes.
  static func start(
    _ arguments: [String], environment: [String: String] = [:], by launcher: [String] = []
  ) throws -> Process {
    let process = Process()
    let command = launcher + [path] + arguments
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"].merging(environment) {
      $1
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = Pipe()
    process.standardError = Pipe()
    try process.run()
    return process
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], by launcher: [String] = []
  ) throws -> OtherProgram.Run {
    try OtherProgram.finish(try start(arguments, environment: environment, by: launcher))
  }
}
