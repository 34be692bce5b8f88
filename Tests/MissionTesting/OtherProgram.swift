package import Foundation
import Platform

/// Programs as processes of their own, run to their ends.
package enum OtherProgram {
  /// What a program printed and how it ended.
  package struct Run: Sendable {
    package let code: Int32
    package let out: String
    package let err: String
  }

  /// The programs of `tools/` that verify what was written without a line of what wrote it.
  package enum Verifier: String {
    case export = "verify-export.py"
    case capsule = "verify-capsule.py"
  }

  /// Runs the program at a path; it has this process's environment where none is given.
  package static func run(
    _ path: String, _ arguments: [String], environment: [String: String]? = nil
  ) throws -> Run {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    if let environment { process.environment = environment }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = Pipe()
    process.standardError = Pipe()
    try process.run()
    return try finish(process)
  }

  /// Runs a verifier on a file.
  package static func verify(_ file: String, by verifier: Verifier) throws -> Run {
    let script = URL(filePath: #filePath).appending(path: "../../../tools/\(verifier.rawValue)")
    return try run("/usr/bin/env", ["python3", script.standardized.path, file])
  }

  /// Reads all that a process writes to its pipes, both at once so that neither fills up, and waits
  /// for its end.
  package static func finish(_ process: Process) throws -> Run {
    let errors = Condition("")
    let standardError = process.standardError as? Pipe
    let reading = try PlatformThread.spawn(name: "errors") {
      let text = text(standardError)
      errors.change { $0 = text }
    }
    let out = text(process.standardOutput as? Pipe)
    reading.join()
    process.waitUntilExit()
    return Run(code: process.terminationStatus, out: out, err: errors.withLock { $0 })
  }

  private static func text(_ pipe: Pipe?) -> String {
    let bytes = pipe?.fileHandleForReading.readDataToEndOfFile()
    return String(decoding: bytes ?? Data(), as: UTF8.self)
  }
}
