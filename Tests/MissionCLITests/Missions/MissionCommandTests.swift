import Foundation
import MissionTesting
import Platform
import Testing

@Suite struct MissionCommandTests {
  private let home = CommandLineHome()

  @Test(arguments: [
    ["list"], ["status"], ["get", "abcd"], ["vps"], ["sessions"], ["log"], ["sql", "SELECT 1"],
    ["verify"], ["root"], ["export"], ["projections"], ["config", "show"], ["doctor"],
    ["bridge", "cursor", "reset-to-zero"],
  ])
  func aReadingCommandNamesTheHomeThatIsMissing(command: [String]) async {
    let run = await home.run(command + ["--json"])
    #expect(run.code == 66)
    #expect(run.out.contains(#""code":"not_found""#))
    #expect(run.out.contains("\(home.path) (from MISSIONLOG_HOME)"))
  }

  @Test func aConfigurationThatLiesElsewhereIsNoHome() async throws {
    let file = home.path + "-config.yaml"
    try "lease_ttl: 60".write(toFile: file, atomically: true, encoding: .utf8)
    let run = await home.run("list", "--config", file, "--json")
    #expect(run.code == 66)
    #expect(run.out.contains("there is no missionlog home at \(home.path)"))
    _ = await home.run("dispatch", "--vp", "vp.general.primary", "--objective", "x")
    #expect(await home.run("list", "--config", file, "-q").out.hasPrefix("vp-mission-"))
  }

  @Test func theWholeLifeInOneCall() async {
    let run = await home.run(
      "run", "--vp", "vp.general.primary", "--objective", "x", "--", "sh", "-c",
      "echo hello; echo data > report.md")
    #expect(run.code == 0)
    #expect(run.out.contains("completed: hello"))
    #expect(run.out.contains("report.md"))
    #expect(run.err.contains("claimed, attempt 1: x"))
  }

  @Test func aRunWhoseDeadlineHasPassedEnds() async {
    let run = await home.run(
      "run", "--vp", "vp.general.primary", "--objective", "x", "--deadline",
      "2020-01-01T00:00:00Z", "--json", "--", "true")
    #expect(run.code == 1)
    #expect(run.out.contains(#""failure_mode":"deadline_exceeded""#))
  }

  @Test func aRunWhoseDeadlineHasPassedEndsWhereNobodyReconciles() async throws {
    let file = home.path + "-config.yaml"
    try "reconcile_enabled: false".write(toFile: file, atomically: true, encoding: .utf8)
    let other = try await home.dispatch("other")
    let run = await home.run(
      "run", "--vp", "vp.general.primary", "--objective", "x", "--deadline",
      "2020-01-01T00:00:00Z", "--config", file, "--json", "--", "true")
    #expect(run.code == 1)
    #expect(run.out.contains(#""failure_mode":"deadline_exceeded""#))
    #expect(await home.run("get", other, "--json").out.contains(#""status":"queued""#))
  }

  @Test func whatComesOfAMissionFitsTheScreen() async throws {
    let id = try await home.dispatch("a")
    let token = ["--worker-id", "me", "--attempt", "1"]
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "me")
    let question = String(repeating: "Which of the two folders is meant? ", count: 9)
    let summary = ["--summary", String(repeating: "Read another folder. ", count: 9)]
    let runs = [
      await home.run(["work", "progress", id] + summary + token),
      await home.run(["work", "block", id, "--question", question] + token),
      await home.run("wait", id), await home.run("answer", id, "the first"),
      await home.run("feed"),
    ]
    for run in runs {
      #expect((run.out + run.err).split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(run)")
    }
    #expect(runs[2].out.contains("blocked:\n  Which of the two folders"))
  }

  @Test func aQuietListSaysBesideItThatItWasNotAll() async throws {
    for number in 0..<3 { _ = try await home.dispatch("m\(number)") }
    let run = await home.run("list", "-q", "--limit", "2")
    #expect(run.out.split(separator: "\n").count == 2)
    #expect(run.err.contains("-q --cursor"))
    #expect(await home.run("list", "-q").err == "")
  }

  @Test func runPrintsTheMissionAndItsArtifactsAsOneObject() async {
    let run = await home.run(
      "run", "--json", "--vp", "vp.general.primary", "--objective", "x", "--", "sh", "-c",
      "echo data > report.md; exit 3")
    #expect(run.code == 1)
    #expect(run.out.hasPrefix(#"{"ok":true,"mission":{"mission_id":"#))
    #expect(run.out.contains(#""artifacts":[{"path":"report.md""#))
    #expect(run.out.split(separator: "\n").count == 1)
  }

  @Test func aFileIsWrittenOnlyWhereAllOfItIsText() async throws {
    let run = await home.run(
      "run", "--vp", "vp.general.primary", "--objective", "x", "--", "sh", "-c",
      #"printf 'head\n\377\376tail\n' > mixed; printf 'whole\n' > plain; "#
        + #"printf '%0100d\377' 0 > most"#)
    #expect(run.code == 0, "\(run.err)")
    let id = await home.run("list", "-q").out.split(separator: "\n").joined()
    for (name, place) in [("mixed", 5), ("most", 100)] {
      let refused = await home.run("artifacts", id, name)
      #expect(refused.code == 74 && refused.out == "", "\(refused)")
      #expect(refused.err.contains("from byte \(place) on"), "\(refused.err)")
      #expect(!refused.err.contains("more:"), "\(refused.err)")
    }
    let tail = await home.run("artifacts", id, "mixed", "--offset", "7")
    #expect(tail.code == 0 && tail.out == "tail\n")
    let plain = await home.run("artifacts", id, "plain")
    #expect(plain.code == 0 && plain.out == "whole\n")
  }

  @Test(arguments: [[], ["--", "/nowhere/x"]])
  func runDispatchesNothingForACommandThatCanNotBeRun(command: [String]) async {
    let run = await home.run(["run", "--vp", "vp.general.primary", "--objective", "x"] + command)
    #expect(run.code == 64)
    #expect(await home.run("list", "-q").out == "")
  }

  @Test func runWaitsForTheMissionOfItsKeyThatAnotherWorkerExecutes() async throws {
    let id = try await home.dispatch("a")
    let claim = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "me")
    #expect(claim.code == 0)
    async let run = home.run(
      "run", "--vp", "vp.general.primary", "--objective", "Do a", "--idempotency-key", "a", "--",
      "echo")
    let retires = try await eventually {
      await home.run("log", "--type", "vp.session.retired").out.contains("session")
    }
    #expect(retires)
    let token = ["--worker-id", "me", "--attempt", "1"]
    #expect(await home.run(["work", "fail", id, "--error", "no network"] + token).code == 0)
    let answer = await run
    #expect(answer.code == 1)
    #expect(answer.out.contains("failed (self_reported)"))
  }

  @Test func waitSaysByItsExitCodeHowItEnded() async throws {
    let (first, second) = (try await home.dispatch("a"), try await home.dispatch("b"))
    #expect(await home.run("wait", first, "--timeout", "0").code == 124)
    #expect(await home.run("cancel", second).code == 0)
    #expect(await home.run("wait", second).code == 2)
    let token = ["--worker-id", "me", "--attempt", "1"]
    #expect(
      await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "me").code == 0)
    let blocked = await home.run(["work", "block", first, "--question", "Really?"] + token)
    #expect(blocked.code == 0)
    #expect(await home.run("wait", first).code == 3)
    #expect(await home.run("answer", first, "yes").code == 0)
    #expect(await home.run(["work", "fail", first, "--error", "no"] + token).code == 0)
    #expect(await home.run("wait", first).code == 1)
    #expect(await home.run("wait", first, second).code == 2)
  }

  @Test func sessionsAreListedTheLatestFirst() async throws {
    let id = try await home.dispatch("a")
    for worker in ["one", "two", "three"] {
      _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", worker)
    }
    #expect(
      await home.run("sessions", "-q").out.split(separator: "\n").first?.hasSuffix("/three") == true
    )
    _ = await home.run("work", "heartbeat", id, "--worker-id", "one", "--attempt", "1")
    #expect(
      await home.run("sessions", "-q").out == """
        vp.general.primary/one
        vp.general.primary/three
        vp.general.primary/two

        """)
  }

  @Test func aWorkerIsToldWhatAWorkerDoesNext() async throws {
    let id = try await home.dispatch("a")
    let worker = ["--worker-id", "me"]
    _ = await home.run(["work", "claim", "--vp", "vp.general.primary"] + worker)
    let token = [id, "--attempt", "1", "--json"] + worker
    #expect(await !home.run(["work", "heartbeat"] + token).out.contains("hint"))
    let blocked = await home.run(["work", "block", "--question", "Really?"] + token)
    #expect(blocked.out.contains(#""hint":"vp_heartbeat until blocked is null"#))
    _ = await home.run("cancel", id)
    let beat = await home.run(["work", "heartbeat"] + token)
    #expect(beat.out.contains(#""hint":"a cancel is requested: stop, then vp_cancelled""#))
  }

  @Test(arguments: [["complete"], ["fail", "--error", "half done"]])
  func aFinishThatNamesNoFilesHasThoseThatItsAttemptDeclared(_ finish: [String]) async throws {
    let id = try await home.dispatch("a")
    let worker = ["--worker-id", "me"]
    _ = await home.run(["work", "claim", "--vp", "vp.general.primary"] + worker)
    let token = [id, "--attempt", "1", "--json"] + worker
    for words in [
      ["start", "--workspace", "/tmp/somewhere"], ["artifact", "--path", "b.md"],
      ["artifact", "--path", "a.md"], ["artifact", "--path", "b.md"],
      ["artifact", "--path", "c.log", "--role", "supporting"],
    ] {
      #expect(await home.run(["work"] + words + token).code == 0)
    }
    // The same finish again is the same finish.
    for _ in 1...2 {
      let run = await home.run(["work"] + finish + token)
      #expect(run.code == 0)
      #expect(run.out.contains(#""deliverables":["a.md","b.md"]"#), "\(run.out)")
      #expect(run.out.contains(#""result_ref":"workspace:///tmp/somewhere""#))
    }
  }

  @Test func aFinishIsKeptThoughAnEventBeforeItCanNoLongerBeRead() async throws {
    let id = try await home.dispatch("a")
    let worker = ["--worker-id", "me"]
    _ = await home.run(["work", "claim", "--vp", "vp.general.primary"] + worker)
    let token = [id, "--attempt", "1"] + worker
    // What the tree of the log goes on from has to be whole: the damage lies before it.
    for number in 1...17 { _ = await home.run("annotate", id, "--note", "note \(number)") }
    try home.sqlite3(
      "DROP TRIGGER events_no_update; UPDATE events SET leaf = leaf + 1 WHERE position = 4")
    let run = await home.run(["work", "complete", "--message", "done"] + token)
    #expect(run.code == 0, "\(run.err)")
  }

  @Test func stepShowsOneVersionWholeAndRefusesOneThatIsNotThere() async throws {
    let id = try await home.dispatch("a")
    let run = await home.run("step", id, "--at", "1")
    #expect(run.code == 0)
    #expect(run.out.contains("      deadline                   null"))
    #expect(await home.run("step", id, "--at", "2").code == 64)
    #expect(await home.run("step", id, "--version").out.hasPrefix("missionlog "))
  }

  @Test func diffExitsOneWhereMissionsDiffer() async throws {
    let (first, second) = (try await home.dispatch("a"), try await home.dispatch("b"))
    #expect(await home.run("diff", first, first).code == 0)
    let run = await home.run("diff", first, second, "--json")
    #expect(run.code == 1)
    #expect(run.out.contains(#""request":[{"field":"objective","before":"Do a","after":"Do b"}]"#))
  }

  @Test func severalMissionsWantAYes() async throws {
    let ids = [try await home.dispatch("a"), try await home.dispatch("b")]
    let asked = await home.run(["cancel"] + ids)
    #expect(asked.code == 64)
    #expect(asked.err.contains("--yes"))
    let rehearsed = await home.run(["cancel", "--dry-run", "--json"] + ids)
    #expect(rehearsed.code == 0)
    #expect(rehearsed.out.contains(#""dry_run":true"#))
    #expect(await home.run("list", "-q", "--status", "cancelled").out == "")
    let done = await home.run(["cancel", "-", "--yes"], input: ids)
    #expect(done.code == 0)
    #expect(
      await home.run("list", "-q", "--status", "cancelled").out.split(separator: "\n").count == 2)
  }

  @Test func oneFailureAmongSeveralSetsTheExitCode() async throws {
    let id = try await home.dispatch("a")
    let run = await home.run("ack", id, "vp-mission-none", "--yes", "--json")
    #expect(run.code == 66)
    #expect(run.out.hasPrefix(#"{"ok":false,"error":{"code":"not_found""#))
    #expect(run.out.contains(#""results":[{"ok":true"#))
    #expect(
      run.out.contains(
        #",{"ok":false,"mission_id":"vp-mission-none","error":{"code":"not_found""#))
  }

  @Test func anIDMayBeGivenByItsEnd() async throws {
    let id = try await home.dispatch("a")
    let run = await home.run("get", String(id.suffix(8)))
    #expect(run.code == 0)
    #expect(run.out.hasPrefix(id))
  }

  @Test(arguments: [
    (["-o", "csv", "--fields", "vp_id,status"], "vp_id,status\nvp.general.primary,queued\n"),
    (["-o", "jsonl", "--fields", "status"], "{\"status\":\"queued\"}\n"),
    (["-o", "jsonl", "--fields", "status,status"], "{\"status\":\"queued\"}\n"),
    (["--fields", "status,attempt"], "STATUS  ATTEMPT\nqueued  0\n"),
  ])
  func aListHasTheFieldsThatAreAskedFor(flags: [String], text: String) async throws {
    _ = try await home.dispatch("a")
    let run = await home.run(["list"] + flags)
    #expect(run.out == text)
  }

  @Test func theFieldsOfAListCountUnderJSONToo() async throws {
    _ = try await home.dispatch("a")
    let run = await home.run("list", "--json", "--fields", "status,vp_id")
    #expect(
      run.out == """
        {"ok":true,"count":1,"missions":[{"status":"queued","vp_id":"vp.general.primary"}],\
        "next_cursor":null}

        """)
    let unknown = await home.run("vps", "--json", "--fields", "nope")
    #expect(unknown.code == 64)
    #expect(unknown.out.contains("there is no field 'nope'; the fields are vp_id, name"))
  }

  @Test func aCancelOfASilentMissionSaysWhatWillEndIt() async throws {
    let now = Clocks.system.now()
    func clocks(_ seconds: Double) -> Clocks {
      Clocks(now: { now.advanced(bySeconds: seconds) }, monotonic: { 1_000_000 })
    }
    let id = try await home.dispatch("a")
    let claim = ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "me"]
    #expect(await home.run(claim, clocks: clocks(10)).code == 0)
    let silent = await home.run(["cancel", id], clocks: clocks(1_000))
    #expect(silent.out.contains("its worker is silent: if it doesn't obey, the reconciler ends it"))
    #expect(silent.err.contains("to end it now: missionlog cancel \(id.suffix(8)) --force"))
    let overdue = await home.run(["cancel", id], clocks: clocks(2_000))
    #expect(overdue.out.contains("already asked to stop; its worker has not obeyed"))
  }

  @Test func anUnknownFailureModeIsRefusedWithTheKnownOnes() async throws {
    _ = try await home.dispatch("a")
    let run = await home.run("list", "--failure-mode", "nope")
    #expect(run.code == 64)
    #expect(run.err.contains("self_reported") && run.err.contains("stale_claim_expired"))
    #expect(await home.run("list", "--failure-mode", "stale_claim_expired").code == 0)
  }

  @Test func theHintOfALongListAsksForTheSameList() async throws {
    for name in ["a", "b"] { _ = try await home.dispatch(name) }
    let run = await home.run(
      "list", "--vp", "vp.general.primary", "--sort", "oldest", "--limit", "1")
    let command = try #require(run.err.split(separator: "missionlog ").last)
    let words = command.split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(words.contains("--vp") && words.contains("oldest"))
    #expect(await home.run(words).code == 0)
  }

  @Test func aTimeThatIsNoneIsNotTakenForAPlaceInTheLog() async throws {
    _ = try await home.dispatch("a")
    let run = await home.run("list", "--as-of", "2026-01-02 10:00:00")
    #expect(run.code == 64)
    #expect(run.err.contains("is not a moment: give a time"))
  }

  @Test func aListOfAnUnknownVPIsRefused() async throws {
    _ = try await home.dispatch("a")
    #expect(await home.run("list", "--vp", "vp.nobody").code == 64)
    #expect(await home.run("list", "--vp", "vp.coder.primary").code == 0)
  }
}
