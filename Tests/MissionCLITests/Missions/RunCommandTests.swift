import MissionTesting
import Testing

@testable import MissionCLI

@Suite struct RunCommandTests {
  private let home = CommandLineHome()

  @Test(arguments: [[], ["--json"]])
  func aRunThatWaitsSaysAtOnceForWhat(flags: [String]) async throws {
    #expect(await home.run("pause", "vp.general.primary").code == 0)
    async let running = home.run(
      ["run", "--vp", "vp.general.primary", "--objective", "x"] + flags + ["--", "echo", "done"])
    #expect(try await eventually { await !home.run("list", "-q").out.isEmpty })
    #expect(await home.run("resume", "vp.general.primary").code == 0)
    let run = await running
    #expect(run.code == 0)
    let lines = run.err.split(separator: "\n")
    let told = lines.indices.filter { lines[$0].hasPrefix("warning:") }
    let first = try #require(told.first)
    #expect(told.count == 1 && lines[first].contains("paused"), "\(run.err)")
    let claimed = try #require(lines.firstIndex { $0.contains("claimed") })
    #expect(first < claimed, "\(run.err)")
    #expect(run.out.contains("vp_paused") != flags.isEmpty)
  }
}
