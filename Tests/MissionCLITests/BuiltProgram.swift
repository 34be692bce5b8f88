import Foundation

/// The program as it was built, run as a process of its own.
struct BuiltProgram: Sendable {
  /// What one run printed and how it ended.
  struct Run: Sendable {
    let code: Int32
    let out: String
    let err: String
  }

  /// The binary, beside the bundle that these tests run in.
  static let path: String = {
    let bundle =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "missionlog").path
  }()

  /// Starts the program, by another that takes its command line where one is named; its streams are pipes.
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
  ) throws -> Run {
    let process = try start(arguments, environment: environment, by: launcher)
    let out = text(process.standardOutput)
    let err = text(process.standardError)
    process.waitUntilExit()
    return Run(code: process.terminationStatus, out: out, err: err)
  }

  private static func text(_ pipe: Any?) -> String {
    guard let pipe = pipe as? Pipe else { return "" }
    return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}
