import Foundation
import MissionTesting
import Platform
import Testing

@testable import MissionCLI

/// A home of its own for one test, and the command line on it; the folder goes with it.
final class CommandLineHome: Sendable {
  /// The home, which is not there until a command makes it; beside it there is room for files of
  /// the test.
  let path: String
  private let folder: TemporaryFolder

  init() {
    do {
      folder = try TemporaryFolder()
    } catch {
      preconditionFailure("the system's temporary folder can't be used: \(error)")
    }
    path = folder.file("home")
  }

  /// Runs the program on this home.
  func run(
    _ arguments: [String], input: [String] = [], clocks: Clocks = .system
  ) async -> CapturedConsole.Run {
    await run(arguments, bytes: input.map { Array($0.utf8) }, clocks: clocks)
  }

  /// Runs the program on this home, with these lines on its standard input.
  func run(
    _ arguments: [String], bytes: [[UInt8]], clocks: Clocks = .system
  ) async -> CapturedConsole.Run {
    let console = CapturedConsole(
      input: bytes, clocks: clocks,
      environment: [
        "MISSIONLOG_HOME": path, "MISSIONLOG_DURABILITY": "relaxed",
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      ])
    return await console.run(arguments)
  }

  /// Runs the program on this home.
  func run(_ arguments: String...) async -> CapturedConsole.Run {
    await run(arguments)
  }

  /// Dispatches a mission whose id its key settles, and answers the id.
  func dispatch(_ key: String, vp: String = "vp.general.primary") async throws -> String {
    let run = await run(
      "dispatch", "--vp", vp, "--objective", "Do \(key)", "--idempotency-key", key, "--json")
    let answer = try JSONRows(Array("[\(run.out)]".utf8).wrapped(), list: "answers")
    return JSONRows.text(try #require(answer.rows.first?["mission_id"]))
  }
}

extension [UInt8] {
  /// The array of objects as a member of an object, as `JSONRows` reads it.
  fileprivate func wrapped() -> [UInt8] {
    Array(#"{"answers":"#.utf8) + filter { $0 != 0x0A } + Array("}".utf8)
  }
}

extension CommandLineHome {
  /// Runs SQL on a ledger, the general lane's if none is named, by the `sqlite3` program, as
  /// whoever damages a file might.
  func sqlite3(_ sql: String, on ledger: String = "vp_state.db") throws {
    let run = try OtherProgram.run(
      "/usr/bin/sqlite3",
      ["-bail", "-cmd", ".dbconfig defensive off", self.path + "/" + ledger, sql])
    guard run.code == 0 else { throw SQLRefused(message: run.err) }
  }

  /// What `sqlite3` says of SQL that the file doesn't take.
  struct SQLRefused: Error {
    let message: String
  }

  /// Overwrites ledgers, so that they are none.
  func spoil(_ ledgers: String...) throws {
    for ledger in ledgers {
      let path = self.path + "/" + ledger
      for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
      try FileSystem.writeAtomically(Array(repeating: 0x41, count: 8_192), to: path)
    }
  }
}
