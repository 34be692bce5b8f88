import Foundation
import Glibc
import MissionCLI
import MissionReplay
import Platform
import Synchronization

/// A console whose streams end in memory, so that a test sees what a person would.
final class CapturedConsole: Sendable {
  /// What one run of the program printed and how it ended.
  struct Run: Sendable {
    let code: Int32
    let out: String
    let err: String
  }

  private let out = Mutex<[UInt8]>([])
  private let err = Mutex<[UInt8]>([])
  private let input: Mutex<[[UInt8]]>
  private let screen: Screen
  private let clocks: Clocks
  private let environment: [String: String]
  private let isOpen: Bool
  private let isFull: Bool

  /// Makes a console whose reader may have gone, or the disk of whose output may be full.
  init(
    screen: Screen = Screen(), input: [[UInt8]] = [], clocks: Clocks = .system,
    environment: [String: String] = [:], isOpen: Bool = true, isFull: Bool = false
  ) {
    self.isOpen = isOpen
    self.isFull = isFull
    self.screen = screen
    self.clocks = clocks
    self.environment = environment
    self.input = Mutex(input)
  }

  /// Runs the program with `arguments` and hands back everything it printed.
  func run(_ arguments: [String]) async -> Run {
    await run(bytes: arguments.map { Array($0.utf8) })
  }

  /// Runs the program with arguments as a process gets them.
  func run(bytes arguments: [[UInt8]]) async -> Run {
    let code = await Program(console: console).run(arguments)
    return Run(code: code, out: answers, err: errors)
  }

  /// What it has answered so far.
  var answers: String { out.withLock { String(decoding: $0, as: UTF8.self) } }

  /// What it has said beside its answer so far.
  var errors: String { err.withLock { String(decoding: $0, as: UTF8.self) } }

  var console: Console {
    Console(
      out: TextStream { bytes throws(PlatformError) in
        if self.isFull { throw PlatformError(errno: ENOSPC, operation: "writing") }
        self.out.withLock { $0.append(contentsOf: bytes) }
        return self.isOpen
      },
      err: TextStream { bytes in
        self.err.withLock { $0.append(contentsOf: bytes) }
        return true
      },
      readLine: { self.input.withLock { $0.isEmpty ? nil : .line($0.removeFirst()) } },
      inputIsTerminal: false, screen: screen, clocks: clocks, environment: environment,
      localTime: .utc, workingFolder: FileManager.default.currentDirectoryPath)
  }
}

/// Runs the program once on a fresh console.
func missionlog(_ arguments: String..., home: String? = nil) async -> CapturedConsole.Run {
  await CapturedConsole().run(arguments + (home.map { ["--home", $0] } ?? []))
}
