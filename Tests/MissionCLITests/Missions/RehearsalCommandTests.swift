import Foundation
import MissionTesting
import Testing

/// `--dry-run` of what acts on missions, and which missions are meant.
@Suite struct RehearsalCommandTests {
  private let home = CommandLineHome()

  private func cancelled() async throws -> [String] {
    let ids = [try await home.dispatch("a"), try await home.dispatch("b")]
    #expect(await home.run(["cancel", "--yes"] + ids).code == 0)
    return ids
  }

  @Test func aRehearsalTellsWhatWouldBeRefusedAndEndsAsTheCommandWould() async throws {
    let (ended, queued) = (try await home.dispatch("a"), try await home.dispatch("b"))
    #expect(await home.run("cancel", ended).code == 0)
    let run = await home.run("retry", ended, queued, "--dry-run", "--json")
    #expect(run.code == 65)
    #expect(run.out.hasPrefix(#"{"ok":false,"error":{"code":"invalid_transition""#), "\(run.out)")
    #expect(run.out.contains(#""would":"retry","count":1,"missions":[{"mission_id":"\#(ended)""#))
    #expect(
      run.out.contains(
        #""refused":[{"mission_id":"\#(queued)","error":{"code":"invalid_transition""#))
    let page = await home.run("retry", queued, "--dry-run")
    #expect(page.code == 65 && page.out == "")
    #expect(page.err.contains("would be refused: a retry is not possible"))
    let unknown = await home.run("cancel", queued, "vp-mission-none", "--dry-run", "--json")
    #expect(unknown.code == 66 && unknown.out.contains(#""count":1"#), "\(unknown.out)")
  }

  @Test(arguments: [["abcd"], ["abcd", "efgh"]], [["--dry-run"], ["--yes"]])
  func whereThereIsNoHomeNoMissionIsSaidToRefuse(ids: [String], flags: [String]) async {
    let run = await home.run(["cancel"] + ids + flags + ["--json"])
    #expect(run.code == 66)
    #expect(run.out.contains("there is no missionlog home at \(home.path)"), "\(run.out)")
    #expect(!run.out.contains("refused") && !run.out.contains("results"), "\(run.out)")
  }

  @Test(arguments: ["cancel", "retry", "ack"])
  func whatWasDoneBeforeWouldChangeNothing(verb: String) async throws {
    let ids = try await cancelled()
    #expect(await home.run([verb, "--yes"] + ids).code == 0)
    let run = await home.run([verb, "--dry-run", "--json"] + ids)
    #expect(run.code == 0)
    #expect(
      run.out.contains(#""count":0,"missions":[],"already":[{"mission_id":"\#(ids[0])""#),
      "\(run.out)")
    let page = await home.run([verb, "--dry-run"] + ids)
    #expect(page.out.contains(", so nothing would change:\n") && !page.out.contains("Would "))
  }

  @Test func aRetryOtherwiseThanTheOneThatWasMadeWouldBeRefused() async throws {
    let served = try await ServedHome { home in
      let id = try await home.dispatch("a")
      for words in [["cancel"], ["retry", "--guidance", "less"]] {
        #expect(await home.run(words + [id]).code == 0)
      }
    }
    let list = await served.home.run("list", "--status", "cancelled", "-q").out
    let id = list.trimmingCharacters(in: .newlines)
    for (guidance, code) in [("less", 0), ("more", 65)] {
      let words = ["retry", id, "--guidance", guidance, "--dry-run", "--json"]
      let atHome = await served.home.run(words)
      #expect(atHome.code == code, "\(atHome.out)")
      let run = try served.run(words)
      #expect(run.code == code && run.out == atHome.out, "\(run)")
    }
    let long = String(repeating: "m", count: 60_000)
    let run = try served.run(["retry", id, "--guidance", long, "--dry-run", "--json"])
    #expect(run.code == 64 && run.out.contains(#""code":"validation_error""#), "\(run)")
  }

  @Test func aCancelThatWasAskedForWouldStillBeForced() async throws {
    let id = try await home.dispatch("a")
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "me")
    #expect(await home.run("cancel", id).code == 0)
    for (flags, count) in [([], 0), (["--force"], 1)] {
      let run = await home.run(["cancel", id, "--dry-run", "--json"] + flags)
      #expect(run.code == 0 && run.out.contains(#""count":\#(count),"#), "\(run.out)")
    }
  }

  @Test func aMissionThatIsNamedInTwoWaysIsOne() async throws {
    let (first, second) = (try await home.dispatch("a"), try await home.dispatch("b"))
    let names = [first, String(first.suffix(8))]
    let several = await home.run(["cancel", second] + names)
    #expect(several.code == 64 && several.err.contains("this would cancel 2 missions:"))
    let rehearsed = await home.run(["cancel", "--dry-run", "--json"] + names)
    #expect(rehearsed.out.contains(#""count":1,"#), "\(rehearsed.out)")
    let one = await home.run(["cancel", "--json"] + names)
    #expect(one.code == 0 && one.out.contains(#""already":false"#), "\(one.out)")
  }
}
