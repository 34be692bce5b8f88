import Glibc
import Platform

/// A shell script that runs beside a test until the test ends it.
final class RunningScript: Sendable {
  let process: GuardedProcess
  private let thread: PlatformThread
  private let lines = Condition([UInt8]())

  init(_ script: String) throws {
    let process = try GuardedProcess.spawn(
      Command(
        executable: "/bin/sh", arguments: ["sh", "-c", script],
        environment: ["PATH=/usr/bin:/bin", "MISSIONLOG_MARK=a=b"], directory: "/tmp"))
    self.process = process
    thread = try PlatformThread.spawn(name: "script") { [lines] in
      _ = process.pump { _, bytes in lines.change { $0 += bytes } }
    }
  }

  /// Blocks until the script has written a line, and returns the first.
  func firstLine() -> String {
    lines.wait { bytes in
      bytes.firstIndex(of: 0x0A).map { String(decoding: bytes[..<$0], as: UTF8.self) }
    }
  }

  /// Ends the script and what it started.
  func end() {
    Signals.send(SIGKILL, toGroup: process.commandID)
    join()
  }

  /// Waits until the script and what it started have ended.
  func join() { thread.join() }
}
