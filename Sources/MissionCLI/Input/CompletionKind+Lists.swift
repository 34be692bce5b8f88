import ArgumentParser
import Foundation
import MissionReplay
import Platform
import Synchronization

extension CompletionKind {
  /// The ids of missions in the home that the command line being completed names.
  static var missions: CompletionKind {
    .custom { words, _, _ in await Completion.lines(of: ["list", "-q", "--limit", "200"], words) }
  }

  /// The ids of VPs.
  static var vps: CompletionKind {
    .custom { words, _, _ in await Completion.lines(of: ["vps", "-q"], words) }
  }
}

/// Candidates for a shell's completion: the lines that a quiet list prints.
private enum Completion {
  /// Runs `list` on the home that `words`, the command line being completed, name; an unreadable
  /// home has no lines.
  @Sendable static func lines(of list: [String], _ words: [String]) async -> [String] {
    let out = Mutex<[UInt8]>([])
    let console = Console(
      out: TextStream { bytes in
        out.withLock { $0 += bytes }
        return true
      },
      err: TextStream { _ in true }, readLine: { nil }, inputIsTerminal: false, screen: Screen(),
      clocks: .system, environment: ProcessInfo.processInfo.environment, localTime: .utc,
      workingFolder: FileManager.default.currentDirectoryPath)
    let home = words.firstIndex(of: "--home").map { words[$0...].dropFirst().prefix(1) } ?? []
    let option = home.first.map { ["--home", $0] } ?? []
    guard await Program(console: console).run((list + option).map { Array($0.utf8) }) == 0 else {
      return []
    }
    return out.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").map(
      String.init)
  }
}
