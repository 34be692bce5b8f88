import Foundation
import Platform
import Testing

@testable import MissionCLI

/// What people read, held to files: `MISSIONLOG_WRITE_GOLDEN=1 swift test --filter GoldenTests` writes them anew.
@Suite struct GoldenTests {
  private let home = TemporaryHome()
  private let clocks: Clocks

  init() throws {
    let now = try #require(Instant(iso8601: "2026-03-01T14:05:00Z"))
    clocks = Clocks(now: { now }, monotonic: { 1_000_000 })
  }

  @Test func thePagesOfOneMissionsLife() async throws {
    let token = ["--worker-id", "me", "--attempt", "1"]
    let id = "vp-mission-86c70b3fb0d2f1d739285143"
    var text = ""
    let commands = [
      [
        "dispatch", "--vp", "vp.general.primary", "--idempotency-key", "golden", "--objective",
        "Survey the repository and write down what its history says about it",
      ],
      ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "me"],
      ["work", "progress", id, "--percent", "12.5", "--summary", "Half the files"] + token,
      ["work", "block", id, "--question", "Count the tests too?"] + token,
      ["list"], ["status"], ["get", id], ["answer", id, "yes"],
      ["work", "complete", id, "--message", "Done"] + token,
      ["wait", id], ["list"], ["vps"], ["sessions"], ["log"], ["timeline", id], ["why", id],
      ["status"],
    ]
    for command in commands {
      let run = await home.run(command, clocks: clocks)
      text += "$ missionlog \(command.joined(separator: " "))\n\(run.out)[\(run.code)]\n\n"
    }
    try expect(text, file: "life")
  }

  @Test func theRootsHelp() async throws {
    try expect(await home.run("--help").out, file: "help")
  }

  private func expect(_ text: String, file: String) throws {
    let host = HostIdentity.system.hostName
    let text = text.replacing(home.path, with: "HOME")
      .replacing("\(NSUserName())@\(host)", with: "USER@HOST")
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Fixtures/cli/\(file).txt")
    if ProcessInfo.processInfo.environment["MISSIONLOG_WRITE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: url, encoding: .utf8)))
  }
}
