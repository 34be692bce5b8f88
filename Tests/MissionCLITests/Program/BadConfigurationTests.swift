import Foundation
import Testing

/// A configuration that can't be understood: whoever only reads is warned of it, and goes on.
@Suite struct BadConfigurationTests {
  private let home = CommandLineHome()

  private func spoiled() async throws -> (String, String) {
    let ids = (try await home.dispatch("a"), try await home.dispatch("b"))
    let told = await home.run(
      "dispatch", "--vp", "vp.general.primary", "--objective", "x", "--source-session-id", "s")
    #expect(told.code == 0)
    #expect(await home.run("bridge", "run", "--once").code == 0)
    try "bogus_key: 1\n".write(
      toFile: home.path + "/config.yaml", atomically: true, encoding: .utf8)
    return ids
  }

  @Test func everyReadingCommandOnAMissionWarns() async throws {
    let (first, second) = try await spoiled()
    for words in [
      ["step", first], ["diff", first, second], ["capsule", first, home.path + "-1"],
      ["cancel", first, "--dry-run"], ["ack", first, "--dry-run"], ["retry", first, "--dry-run"],
      ["timeline", first, "--format", "html"], ["timeline", first, "--format", "otlp"],
      ["bridge", "cursor", "reset-to-latest", "--dry-run"],
    ] {
      let run = await home.run(words)
      // The mission waits, and would refuse a retry.
      let isSound = words[0] == "retry" ? run.code == 65 : run.code < 2 && !run.out.isEmpty
      #expect(isSound, "\(words): \(run.err)")
      #expect(run.err.components(separatedBy: "bogus_key").count == 2, "\(words): \(run.err)")
    }
    for words in [
      ["step", first], ["diff", first, second], ["capsule", first, home.path + "-2"],
      ["cancel", first, "--dry-run"], ["bridge", "cursor", "reset-to-zero", "--dry-run"],
    ] {
      let run = await home.run(words + ["--json"])
      #expect(run.out.contains(#""warnings":[{"code":"config_invalid""#), "\(words): \(run.out)")
      #expect(!run.err.contains("bogus_key"), "\(words): \(run.err)")
    }
    for words in [["feed", "s"], ["feed", "s", "--follow", "--limit", "1"]] {
      let run = await home.run(words)
      #expect(run.code == 0 && !run.out.isEmpty, "\(words): \(run.err)")
      #expect(run.err.components(separatedBy: "bogus_key").count == 2, "\(words): \(run.err)")
    }
    let trace = await home.run("timeline", first, "--format", "otlp", "--json")
    #expect(trace.err.contains("bogus_key") && !trace.out.contains("bogus_key"))
  }
}
