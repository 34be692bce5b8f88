import MissionTesting
import Testing

@testable import MissionCLI

@Suite struct StatusCommandTests {
  private let home = CommandLineHome()

  @Test func whatNeedsAttentionIsShownTheOldestFirst() async throws {
    let token = ["--worker-id", "w", "--attempt", "1"]
    let claim = ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"]
    let failed = try await home.dispatch("a")
    #expect(await home.run(claim).code == 0)
    #expect(await home.run(["work", "fail", failed, "--error", "no disk"] + token).code == 0)
    let asking = try await home.dispatch("b")
    #expect(await home.run(claim).code == 0)
    #expect(await home.run(["work", "block", asking, "--question", "how?"] + token).code == 0)
    let page = await home.run("status").out
    let first = try #require(page.firstRange(of: failed.suffix(8))?.lowerBound)
    let second = try #require(page.firstRange(of: asking.suffix(8))?.lowerBound)
    #expect(first < second, "\(page)")
  }

  @Test func anOverdueCancelOfASilentWorkerIsSeenInEveryGlance() async throws {
    let clock = TestClock()
    let claim = ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"]
    let dispatch = ["dispatch", "--vp", "vp.general.primary", "--objective", "a"]
    let said = await home.run(dispatch, clocks: clock.clocks).out
    let id = String(try #require(said.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output))
    for words in [claim, ["cancel", id]] {
      #expect(await home.run(words, clocks: clock.clocks).code == 0)
    }
    clock.advance(seconds: 1_000)
    let list = await home.run(["list"], clocks: clock.clocks).out
    #expect(list.contains("stale, cancelling"), "\(list)")
    let status = await home.run(["status"], clocks: clock.clocks).out
    #expect(status.contains("cancel overdue") && status.contains("cancel \(id.suffix(8)) --force"))
  }

  @Test func whoCancelledIsSaidByName() async throws {
    let id = try await home.dispatch("a")
    #expect(await home.run("cancel", id).code == 0)
    let log = await home.run("log").out
    #expect(log.contains("cancel requested by operator:"), "\(log)")
    #expect(log.contains("cancelled by operator:"), "\(log)")
    #expect(!log.contains(": cancel_requested") && !log.contains("orchestrator"), "\(log)")
    #expect(await home.run("get", id).out.contains("requested (operator:"))
  }

  @Test func theHeadlineOfFiguresIsFittedToTheScreen() async throws {
    let run = await home.run(
      "run", "--vp", "vp.general.primary", "--objective", "x", "--", "false")
    #expect(run.code == 1)
    let stats = await CapturedConsole(screen: Screen(width: 30)).run([
      "stats", "--home", home.path,
    ])
    #expect(stats.out.hasPrefix("1 of 6 thresholds exceeded:\nfailure_rate\n"), "\(stats.out)")
  }
}
