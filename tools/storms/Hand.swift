import Foundation

/// A process of this program that takes part in a storm; it answers lines by lines.
final class Hand {
  /// This program's own file.
  private static let program: URL = {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: path ?? CommandLine.arguments[0])
  }()

  let name: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  /// Starts a process in a role.
  init(_ name: String, _ storm: Arguments.Kind, home: String, seed: UInt64) throws {
    self.name = name
    process.executableURL = Self.program
    process.arguments = [storm.rawValue, "--home", home, "--role", name, "--seed", "\(seed)"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  deinit { end() }

  /// Whether it lives.
  var isRunning: Bool { process.isRunning }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Stops the process for a while, whatever it holds.
  func stop(seconds: Double) {
    send(SIGSTOP)
    let id = process.processIdentifier
    // By itself: the one that watches may well wait for what the process holds.
    Task.detached {
      try? await Task.sleep(for: .seconds(seconds))
      kill(id, SIGCONT)
    }
  }

  /// Kills the process and waits until it is gone.
  func end() {
    guard process.isRunning else { return }
    send(SIGCONT)
    send(SIGKILL)
    process.waitUntilExit()
  }

  /// Says a line to it; one that is gone hears nothing.
  func say(_ line: String) {
    try? input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
  }

  /// The next line that it says; nil once it is gone.
  func hear() -> String? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread.removeSubrange(...end) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { return nil }
      unread.append(more)
    }
  }

  /// Says a line to the process that watches, from one that takes part.
  static func tell(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }
}
