import EventLogSQLite
import Foundation
import MissionTesting
import Testing

/// A rebuild that is killed at any moment leaves the rows that were there, and nothing else once
/// the ledger is opened for writing again.
@Suite(.timeLimit(.minutes(10))) struct RebuildKillTests {
  private static let rounds = 12

  private let home = CommandLineHome()

  private var environment: [String: String] {
    ["MISSIONLOG_HOME": home.path, "MISSIONLOG_DURABILITY": "relaxed"]
  }

  /// What of a rebuild lies in the ledger.
  private func debris() throws -> Int64? {
    let connection = try Connection(.init(path: home.path + "/vp_state.db", mode: .readOnly))
    defer { connection.close() }
    return try connection.integer(
      """
      SELECT (SELECT count(*) FROM sqlite_schema WHERE name LIKE '%\\_\\_rebuild' ESCAPE '\\')
        + (SELECT count(*) FROM parked_events)
      """)
  }

  private func dispatch(_ count: Int) async {
    for _ in 0..<count {
      let run = await home.run(
        "dispatch", "--vp", "vp.general.primary", "--objective", "dig", "--json")
      #expect(run.code == 0, "\(run.out)")
    }
  }

  @Test func rebuildsThatAreKilledLeaveTheOldRowsAndNoDebris() async throws {
    var generator = SystemRandomNumberGenerator()
    await dispatch(30)
    for round in 0..<Self.rounds {
      // Two at once: one waits for the other.
      let rebuilds = try (0..<2).map { _ in
        try BuiltProgram.start(["rebuild", "--all"], environment: environment)
      }
      try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &generator)))
      for rebuild in rebuilds {
        kill(rebuild.processIdentifier, SIGKILL)
        rebuild.waitUntilExit()
      }
      #expect(await home.run("rebuild", "--check").code == 0, "round \(round)")
      await dispatch(1)
      #expect(try debris() == 0, "round \(round)")
    }
    #expect(try BuiltProgram.run(["rebuild", "--all"], environment: environment).code == 0)
    #expect(await home.run("rebuild", "--check").code == 0)
    let count = await home.run("list", "--limit", "100", "-q").out.split(separator: "\n").count
    #expect(count == 30 + Self.rounds)
  }

  /// The same bytes whatever the process's hash seed, time zone and locale.
  @Test func everyProcessRebuildsTheSameBytes() async throws {
    await dispatch(8)
    var digests: Set<String> = []
    for surroundings in [
      ["TZ": "UTC", "LC_ALL": "C"], ["TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8"],
      ["TZ": "America/St_Johns", "LANG": "de_DE.UTF-8", "SWIFT_DETERMINISTIC_HASHING": "1"],
      ["TZ": ":/nowhere", "LC_ALL": "ar_EG.UTF-8"],
    ] {
      let run = try BuiltProgram.run(
        ["rebuild", "--all", "--json"], environment: environment.merging(surroundings) { $1 })
      #expect(run.code == 0)
      digests.insert(
        run.out.matches(of: /"digest":"([0-9a-f]{64})"/).map { String($0.1) }.joined(separator: " ")
      )
      let root = try BuiltProgram.run(
        ["root", "--ledger", "vp", "--at", "8", "--json"],
        environment: environment.merging(surroundings) { $1 })
      digests.insert(
        root.out.firstMatch(of: /"root":"([0-9a-f]{64})"/).map { String($0.1) } ?? root.out)
    }
    #expect(digests.count == 2)
    #expect(digests.allSatisfy { !$0.isEmpty })
  }
}
