import Foundation
import MissionTesting
import Testing

@testable import MissionCLI

@Suite(.timeLimit(.minutes(10))) struct ServedCommandTests {
  private static let leftOut = "ledger coder is left out"
  private static let mission = ["--vp", "vp.general.primary", "--objective", "x"]

  private func sick() async throws -> ServedHome {
    try await ServedHome { home in
      // One that has ended: a trace of one that waits goes on with the clock.
      #expect(await home.run("cancel", try await home.dispatch("a")).code == 0)
      _ = try await home.dispatch("b", vp: "vp.coder.primary")
      try home.spoil("coder_vp_state.db")
    }
  }

  @Test func whatALogLeavesOutIsSaidOnce() async throws {
    let served = try await sick()
    for words in [["log"], ["log", "--tail", "1"], ["log", "--tail", "0"]] {
      let run = try served.run(words)
      #expect(run.code == 0)
      #expect(run.err.components(separatedBy: Self.leftOut).count == 2, "\(words): \(run.err)")
    }
  }

  @Test(arguments: [[], ["--limit", "2"], ["--tail", "1"], ["--ledger", "vp"]])
  func whatIsBeforeAPlaceIsTheSameAsAtHome(_ more: [String]) async throws {
    let served = try await ServedHome { home in
      for key in ["a", "b", "c", "d"] { _ = try await home.dispatch(key) }
    }
    let words = ["log", "--before", "vp:4", "--json"] + more
    let there = try served.run(words)
    #expect(
      there.code == 0 && there.out.contains(#""event_id":"vp:3""#) == (more.first != "--limit"))
    #expect(await served.home.run(words).out == there.out)
  }

  @Test func theLogOfASessionIsTheSameAsAtHome() async throws {
    let served = try await ServedHome { home in
      _ = try await home.dispatch("a")
      let claim = ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"]
      #expect(await home.run(claim).code == 0)
    }
    let words = ["log", "--session", "vp.general.primary/w", "--json"]
    let there = try served.run(words)
    #expect(there.code == 0 && there.out.contains("vp.session."), "\(there)")
    #expect(await served.home.run(words).out == there.out)
    let none = ["log", "--session", "vp.general.primary/none", "--json"]
    let refused = try served.run(none)
    #expect(refused.code == 66 && refused.out.contains(#""code":"not_found""#), "\(refused)")
    #expect(await served.home.run(none).out == refused.out)
  }

  @Test func aTimelineLongerThanAServerTellsAtOnceIsWholeAsAtHome() async throws {
    let worker = ["--worker-id", "w"]
    let served = try await ServedHome { home in
      let id = try await home.dispatch("a")
      #expect(await home.run(["work", "claim", "--vp", "vp.general.primary"] + worker).code == 0)
      let words = String(repeating: "x", count: 4_000)
      for call in Array(repeating: ["progress", "--summary", words], count: 60) + [["complete"]] {
        #expect(await home.run(["work"] + call + [id, "--attempt", "1"] + worker).code == 0)
      }
    }
    let id = await served.home.run("list", "-q").out.trimmingCharacters(in: .newlines)
    let words = ["timeline", id, "--json"]
    func steady(_ out: String) -> String { out.replacing(/"now":"[^"]+"/, with: "") }
    let there = steady(try served.run(words).out)
    #expect(there.utf8.count > 200_000 && there.contains(#""truncated":null"#))
    #expect(steady(await served.home.run(words).out) == there)
  }

  @Test func anEmptyNameIsRefusedAsAtHome() async throws {
    let served = try await ServedHome()
    for words in [
      ["pause", ""], ["resume", ""], ["feed", ""], ["feed", "", "--ack", "1"], ["get", ""],
      ["work", "claim", "--vp", "", "--worker-id", "w"],
    ] {
      let run = try served.run(words + ["--json"])
      #expect(run.code == 64 && run.out.contains(#""code":"validation_error""#), "\(run)")
      #expect(await served.home.run(words + ["--json"]).out == run.out)
    }
    // What a path names is never empty, whatever asks for it.
    let rebuild = try served.run(["rebuild", "", "--json"])
    #expect(rebuild.code == 64 && rebuild.out.contains("an empty name"), "\(rebuild)")
  }

  @Test func aReadingThatIsRefusedAcknowledgesNothing() async throws {
    let served = try await ServedHome { home in
      let words = ["dispatch", "--vp", "vp.general.primary", "--objective", "a"]
      #expect(await home.run(words + ["--source-session-id", "s"]).code == 0)
      #expect(await home.run("bridge", "run", "--once").code == 0)
    }
    for refused in [["--wait", "51"], ["--after", "99"], ["--limit", "0"]] {
      let run = try served.run(["feed", "s", "--ack", "1"] + refused)
      #expect(run.code == 64, "\(refused): \(run)")
    }
    #expect(try served.run(["feed", "s", "--json"]).out.contains(#""acknowledged":0"#))
  }

  @Test func aFollowedLogGoesOnAtTheCursorOfAnyLine() async throws {
    let served = try await ServedHome { home in
      for key in ["a", "b", "c"] { _ = try await home.dispatch(key) }
      _ = try await home.dispatch("d", vp: "vp.coder.primary")
    }
    func follow(_ count: Int, _ words: String...) throws -> [(id: String, at: String)] {
      let follow = ["log", "--follow", "--json", "--limit", "\(count)"]
      let run = try served.run(follow + words)
      return try run.out.split(separator: "\n").map { line in
        let object = try JSONObject(Array(line.utf8))
        return (try object.text("event_id"), try object.text("cursor"))
      }
    }
    for words in [[], ["--tail", "4"]] {
      let whole = try follow(4, words.first ?? "--after", words.last ?? "vp:0")
      #expect(whole.map(\.id) == ["vp:1", "vp:2", "vp:3", "coder:1"])
      for (index, line) in whole.dropLast().enumerated() {
        let rest = try follow(3 - index, "--after", line.at)
        #expect(rest.map(\.id) == whole.dropFirst(index + 1).map(\.id))
      }
    }
  }

  @Test(arguments: ["jsonl", "otlp"])
  func anExportHoldsWhatCanBeReadAndSaysWhatItLeavesOut(form: String) async throws {
    let served = try await sick()
    let words = ["export", "--format", form]
    let run = try served.run(words)
    let atHome = await served.home.run(words)
    #expect(run.code == 0 && run.out == atHome.out && !run.out.isEmpty)
    #expect(run.err == atHome.err && run.err.contains(Self.leftOut), "\(run.err)")
    let file = served.home.path + "-export"
    let answer = try served.run(words + ["--output", file, "--json"])
    #expect(
      answer.out.hasPrefix(#"{"ok":true,"file":"\#(file)","format":"\#(form)","warnings":[{"#))
    #expect(answer.err.isEmpty)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == run.out)
  }

  @Test func aCapsuleIsOpenedWhateverServerTheEnvironmentNames() async throws {
    let served = try await ServedHome { _ = try await $0.dispatch("a") }
    let file = served.home.path + "-capsule"
    let id = await served.home.run("list", "-q").out.dropLast()
    #expect(try served.run(["capsule", String(id), file]).code == 0)
    for environment in [
      ["MISSIONLOG_SERVER": served.address, "MISSIONLOG_TOKEN_FILE": served.home.path + "/token"],
      ["MISSIONLOG_SERVER": served.address],
      ["MISSIONLOG_SERVER": "garbage", "MISSIONLOG_TOKEN_FILE": served.home.path + "/token"],
    ] {
      let opened = try BuiltProgram.run(["capsule", "--open", file], environment: environment)
      #expect(opened.code == 0 && opened.out.contains(id), "\(opened.err)")
    }
    #expect(try served.run(["capsule", "--open", file]).code == 64)
  }

  @Test func aChainOfWhoseLimitTheServerKnowsEndsInNoRetryThatIsRefused() async throws {
    let limit = "retry_chain_max: 2\n"
    let served = try await ServedHome { home in
      try limit.write(toFile: home.path + "/config.yaml", atomically: true, encoding: .utf8)
      _ = try await home.dispatch("a")
    }
    let token = ["--worker-id", "w", "--attempt", "1"]
    let claim = ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"]
    var id = await served.home.run("list", "-q").out.trimmingCharacters(in: .newlines)
    for attempt in 1...2 {
      for words in [claim, ["work", "fail", id, "--error", "no"] + token] {
        #expect(try served.run(words).code == 0)
      }
      let next = attempt == 1 ? "retry" : "why"
      #expect(try served.run(["get", id]).err.contains("missionlog \(next) \(id.suffix(8))"))
      guard attempt == 1 else { break }
      let retried = try served.run(["retry", id, "--json"]).out
      id = String(try #require(retried.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output))
    }
    for form in [[], ["--json"]] {
      let rehearsed = try served.run(["retry", id, "--dry-run"] + form)
      let atHome = await served.home.run(["retry", id, "--dry-run"] + form)
      #expect(rehearsed.code == 65 && atHome.code == 65)
      #expect(rehearsed.out == atHome.out && rehearsed.err == atHome.err)
      #expect((rehearsed.out + rehearsed.err).contains("retry_chain_max"), "\(rehearsed)")
    }
    let why = try served.run(["why", id])
    #expect(why.err.contains("missionlog ack \(id.suffix(8))"), "\(why.err)")
    let atHome = await served.home.run("why", id).err
    #expect(why.err.hasPrefix(atHome.trimmingCharacters(in: .newlines)), "\(why.err)")
    #expect(why.err.contains(" --server "), "\(why.err)")
  }

  @Test func whatARebuildLeavesOutIsSaidOnce() async throws {
    let run = try await sick().run(["rebuild"])
    #expect(run.err.components(separatedBy: Self.leftOut).count == 2, "\(run.err)")
  }

  @Test func aRebuildThatLeavesOutALedgerSaysWithItsExitThatItFailed() async throws {
    let served = try await sick()
    let run = try served.run(["rebuild", "--json"])
    let atHome = await served.home.run("rebuild", "--json")
    #expect(run.code == 78 && atHome.code == 78)
    let start = #"{"ok":false,"error":{"code":"not_a_ledger","message":"\#(Self.leftOut)"#
    #expect(run.out.hasPrefix(start), "\(run.out)")
    #expect(atHome.out.hasPrefix(start), "\(atHome.out)")
  }

  @Test(arguments: [[], ["--json"]])
  func aTokenThatMayNotReadDoesWhatItMayByAWholeID(words: [String]) async throws {
    var token: String?
    let served = try await ServedHome {
      token = try ServedHome.token("some", "dispatch, work", of: $0)
      _ = try await $0.dispatch("a")
    }
    let run = try served.run(["dispatch"] + Self.mission + words, token: token)
    #expect(run.code == 0 && (run.out + run.err).contains("vp-mission-"), "\(run)")
    let id = await served.home.run("list", "-q", "--limit", "1").out
      .trimmingCharacters(in: .newlines)
    let noted = try served.run(["annotate", id, "--note", "n"] + words, token: token)
    #expect(noted.code == 0, "\(noted)")
    let cancelled = try served.run(["cancel", id, "--yes"] + words, token: token)
    #expect(cancelled.code == 0, "\(cancelled)")
    let log = await served.home.run("log", "--mission", id).out
    #expect(log.contains("annotated") && log.contains("cancelled"), "\(log)")
    for part in [["cancel", String(id.suffix(8))], ["get", id]] {
      let refused = try served.run(part + words, token: token)
      #expect(refused.code == 77, "\(refused)")
      #expect((refused.out + refused.err).contains("needs the scope read"), "\(refused)")
    }
  }

  @Test(arguments: ["read, dispatch", "dispatch, work"])
  func aRunWhoseTokenMayNotExecuteDispatchesNothing(scopes: String) async throws {
    var token: String?
    let served = try await ServedHome { token = try ServedHome.token("some", scopes, of: $0) }
    let run = try served.run(["run", "--json"] + Self.mission + ["--", "true"], token: token)
    #expect(run.out.contains(#""code":"forbidden""#), "\(run.out)")
    #expect(run.out.contains("wants the scopes read and work"), "\(run.out)")
    #expect(await served.home.run("log").out.isEmpty)
  }

  @Test func aRunThatTheServerRefusesLeavesNoEvent() async throws {
    let served = try await ServedHome()
    let key = ["--idempotency-key", "k"]
    #expect(try served.run(["dispatch"] + Self.mission + key).code == 0)
    let other = ["run", "--vp", "vp.general.primary", "--objective", "y", "--json"]
    let run = try served.run(other + key + ["--", "true"])
    #expect(run.out.contains(#""code":"idempotency_conflict""#), "\(run.out)")
    let log = await served.home.run("log", "--json").out
    #expect(log.split(separator: "\n").count == 1 && log.contains("dispatched"), "\(log)")
  }

  @Test func aRunExecutesItsMissionWhoeverElseWaitsForOne() async throws {
    let served = try await ServedHome()
    async let worker = served.home.run(
      "worker", "--vp", "vp.general.primary", "--once", "--", "echo", "of the worker")
    #expect(
      try await eventually {
        await served.home.run("sessions", "--json").out.contains(#""status":"idle""#)
      })
    for _ in 0..<3 {
      let run = try served.run(["run", "--json"] + Self.mission + ["--", "echo", "of the run"])
      #expect(run.code == 0 && run.out.contains(#""result_summary":"of the run""#), "\(run)")
    }
    // The worker ends with a mission of its own.
    #expect(try served.run(["dispatch"] + Self.mission).code == 0)
    #expect(await worker.code == 0)
  }

  @Test func aRunLeavesNoSessionBehind() async throws {
    let served = try await ServedHome()
    // The second one finds its mission done.
    for isAgain in [false, true] {
      let run = try served.run(
        ["run", "--idempotency-key", "k", "--json"] + Self.mission + ["--", "echo", "done"])
      #expect(run.code == 0, "\(run.err)")
      #expect(run.out.contains(#""replayed":\#(isAgain)"#), "\(run.out)")
      #expect(run.out.contains(#""hint":"this key has run; use retry"#) == isAgain)
      #expect(run.err.contains("this key has already ended: the command") == isAgain)
    }
    let sessions = await served.home.run("sessions", "-o", "csv", "--fields", "status").out
    #expect(Set(sessions.split(separator: "\n").dropFirst()) == ["retired"], "\(sessions)")
  }

  @Test func aFeedIsFollowedUntilThereWereEnough() async throws {
    let served = try await ServedHome()
    for _ in 0..<2 {
      let words = ["dispatch", "--source-session-id", "s"] + Self.mission
      #expect(try served.run(words).code == 0)
    }
    let run = try served.run(["feed", "s", "--follow", "--limit", "2", "--json"])
    #expect(run.code == 0 && run.out.split(separator: "\n").count == 2)
  }

  @Test func aFeedThatIsFollowedSaysOnceWhatItIsWarnedOf() async throws {
    let served = try await ServedHome { home in
      let words = ["dispatch", "--source-session-id", "s"] + Self.mission
      #expect(await home.run(words).code == 0)
      #expect(await home.run("bridge", "run", "--once").code == 0)
      _ = try await home.dispatch("b", vp: "vp.coder.primary")
      // The ledger that the lane had is named by none any more.
      try "lanes: {coder: {ledger: other.db}}\n".write(
        toFile: home.path + "/config.yaml", atomically: true, encoding: .utf8)
    }
    let words = ["feed", "s", "--follow", "--limit", "1"]
    let atHome = await served.home.run(words)
    let run = try served.run(words)
    #expect(run.code == 0 && run.err == atHome.err, "\(run.err)")
    #expect(run.err.components(separatedBy: "warning:").count == 2, "\(run.err)")
  }
}
