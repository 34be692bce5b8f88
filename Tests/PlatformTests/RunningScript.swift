import Glibc
import Platform
import Testing

/// A shell script that runs beside a test until the test ends it.
final class RunningScript: Sendable {
  let process: GuardedProcess
  let commandID: Int32
  private let thread: PlatformThread
  private let written = Condition([UInt8]())
  private let ending = Condition<Termination?>(nil)

  init(_ script: String) throws {
    let process = try GuardedProcess.spawn(
      ProcessCommand(
        executable: "/bin/sh", arguments: ["sh", "-c", script],
        environment: ["PATH=/usr/bin:/bin", "MISSIONLOG_MARK=a=b"], directory: "/tmp"))
    self.process = process
    commandID = try #require(process.commandID)
    thread = try PlatformThread.spawn(name: "script") { [written, ending] in
      let status = process.pump { source, bytes in
        if source == .output { written.change { $0 += bytes } }
      }
      ending.change { $0 = status }
    }
  }

  /// Blocks until the script has written a line to its output, and returns the first; an empty one
  /// where none comes.
  func firstLine() -> String { lines(1).first ?? "" }

  /// Blocks until the script has written so many lines, and returns them; fewer where they don't
  /// come.
  func lines(_ count: Int) -> [String] {
    func lines(in bytes: [UInt8]) -> [String] {
      bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().prefix(count)
        .map { String(decoding: $0, as: UTF8.self) }
    }
    let found = written.wait(upToSeconds: 30) { bytes in
      let found = lines(in: bytes)
      return found.count < count ? nil : found
    }
    return found ?? written.withLock { lines(in: $0) }
  }

  /// Ends the script and what it started.
  func end() {
    killpg(commandID, SIGKILL)
    join()
  }

  /// Waits until the script and what it started have ended, and returns how it did; nil where its
  /// guard was killed.
  @discardableResult
  func join() -> Termination? {
    thread.join()
    return ending.withLock { $0 }
  }
}
