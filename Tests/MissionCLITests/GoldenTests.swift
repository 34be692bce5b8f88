import Foundation
import MissionTesting
import Platform
import Testing

/// What people read, held to files: `MISSIONLOG_WRITE_GOLDEN=1 swift test --filter GoldenTests`
/// writes them anew.
@Suite struct GoldenTests {
  private let home = CommandLineHome()
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

  @Test func thePageOfAWindowsFigures() async throws {
    for commands in [
      ["dispatch", "--vp", "vp.general.primary", "--objective", "One that fails"],
      ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "me"],
      ["dispatch", "--vp", "vp.coder.primary", "--objective", "One that waits"],
    ] {
      #expect(await home.run(commands, clocks: clocks).code == 0)
    }
    let id = await home.run(["list", "-q", "--status", "running"], clocks: clocks).out
    let failing = [
      "work", "fail", id.trimmingCharacters(in: .newlines), "--worker-id", "me", "--attempt", "1",
      "--error", "no disk",
    ]
    #expect(await home.run(failing, clocks: clocks).code == 0)
    let page = await home.run(["stats", "--check", "--utc"], clocks: clocks)
    #expect(page.code == 1)
    // How many bytes a file takes and how many batches were written is not what the page is about.
    let sizes = /[0-9] (B|KiB|MiB) .*|(vp|coder|runtime)( +[0-9]+)+ .*%.*/
    let lines = page.out.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { $0.firstMatch(of: sizes) == nil && !$0.contains(id.suffix(9).dropLast()) }
      .map { $0.replacing(/[0-9a-f]{8}(?=  vp)/, with: "MISSION_") }
    try expect(lines.joined(separator: "\n"), file: "stats")
  }

  @Test func theRootsHelp() async throws {
    try expect(await home.run("--help").out, file: "help")
  }

  private func expect(_ text: String, file: String) throws {
    let host = HostIdentity.system.hostName
    let text = text.replacing(home.path, with: "HOME")
      .replacing("\(NSUserName())@\(host)", with: "USER@HOST")
    let url = Fixtures.url("cli/\(file).txt")
    if ProcessInfo.processInfo.environment["MISSIONLOG_WRITE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: url, encoding: .utf8)))
  }
}
