import Foundation
import MissionTesting
import Testing

/// Every reading command answers on the ledgers of every released format, and leaves them as they
/// are.
@Suite struct GoldenHomeTests {
  /// A mission of each kind: told by its worker, failed and retried, imported.
  private static let missions = [
    "vp-mission-33170bcea3de46a02ab2b2f7", "old-completed", "old-claim",
  ]

  private func files(_ path: String) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    return Dictionary(
      uniqueKeysWithValues: try names.filter { $0.hasSuffix(".db") }.map {
        ($0, try Data(contentsOf: URL(filePath: "\(path)/\($0)")))
      })
  }

  @Test(arguments: Fixtures.releases)
  func everyReadingCommandAnswers(_ release: String) async throws {
    let home = CommandLineHome()
    try FileManager.default.copyItem(
      at: Fixtures.url("ledgers/\(release)/home"), to: URL(filePath: home.path))
    let before = try files(home.path)
    var commands = [
      ["list", "--limit", "500"], ["list", "--attention"], ["list", "--as-of", "vp:60"],
      ["status"], ["vps"], ["sessions"], ["feed"], ["feed", "session-1"], ["log"],
      ["log", "--tail", "5"], ["projections"], ["root"], ["export"],
      ["export", "--format", "otlp"],
      ["bridge", "status"], ["verify", "--full"], ["rebuild", "--check"], ["rehearse"],
      ["sql", "SELECT count(*) FROM events"], ["doctor"], ["stats"], ["config", "show"],
      ["diff", Self.missions[0], Self.missions[1]],
    ]
    for mission in Self.missions {
      for command in ["get", "timeline", "why", "step"] { commands.append([command, mission]) }
      for format in ["json", "html", "otlp"] {
        commands.append(["timeline", mission, "--format", format])
      }
    }
    // What these find is a finding of the fleet's, and no fault of the reading.
    let judging: Set = ["status", "diff", "stats", "doctor"]
    for command in commands {
      let run = await home.run(command)
      let codes: Set<Int32> = judging.contains(command[0]) ? [0, 1] : [0]
      #expect(codes.contains(run.code), "\(command): \(run.err)")
      #expect(!run.out.isEmpty, "\(command)")
    }
    #expect(try files(home.path) == before)
  }
}
