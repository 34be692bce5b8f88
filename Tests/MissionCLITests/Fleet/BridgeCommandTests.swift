import Foundation
import MissionTesting
import Testing

@Suite struct BridgeCommandTests {
  private let home = CommandLineHome()

  private func complete(_ session: String) async {
    let token = ["--worker-id", "me", "--attempt", "1"]
    let dispatched = await home.run(
      "dispatch", "--vp", "vp.general.primary", "--objective", "dig", "--source-session-id",
      session, "--idempotency-key", session, "--json")
    let id = dispatched.out.split(separator: "\"").first { $0.hasPrefix("vp-mission-") }
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "me")
    _ = await home.run(["work", "complete", String(id ?? ""), "--message", "Done"] + token)
  }

  @Test func aFeedIsCarriedReadAndAcknowledged() async {
    await complete("s1")
    let before = await home.run("feed", "s1", "--json")
    #expect(before.out.contains(#""items":[],"unread":0,"next_after":0"#))
    let carried = await home.run("bridge", "run", "--once", "--json")
    #expect(carried.code == 0)
    #expect(carried.out.hasPrefix(#"{"ok":true,"delivered":3,"#))
    let feed = await home.run("feed", "s1", "--json")
    #expect(feed.out.contains(#""unread":3,"next_after":3"#))
    #expect(feed.out.contains(#""mission_status":"completed""#))
    #expect(!feed.out.contains("source_leaf"))
    let read = await home.run("feed", "s1", "--ack", "3", "--json")
    #expect(read.out.contains(#""items":[],"unread":0,"next_after":3,"acknowledged":3"#))
    let feeds = await home.run("feed", "--json")
    #expect(feeds.out.contains(#""count":1,"feeds":[{"source_session_id":"s1","items":3"#))
    let beyond = await home.run("feed", "s1", "--ack", "9", "--json")
    #expect(beyond.code == 64)
    let some = await home.run(
      "feed", "s1", "--after", "0", "--types", "completed,claimed", "--json")
    #expect(some.out.contains(#""unread":0,"next_after":3"#))
    #expect(some.out.components(separatedBy: #""event_type""#).count == 3)
    #expect(await home.run("feed", "s1", "--types", "nope", "--json").code == 64)
    #expect(await home.run("feed", "--follow", "--json").code == 64)
  }

  @Test func aFeedIsFollowedUntilThereWereEnough() async {
    await complete("s1")
    _ = await home.run("bridge", "run", "--once")
    let words = ["feed", "s1", "--after", "0", "--follow", "--json", "--limit"]
    #expect(await home.run(words + ["2"]).out.split(separator: "\n").count == 2)
    #expect(await home.run(words + ["0"]).code == 64)
  }

  @Test func aFeedThatIsFollowedSaysWhatItIsWarnedOfLaterToo() async throws {
    await complete("s1")
    _ = try await home.dispatch("c", vp: "vp.coder.primary")
    _ = await home.run("bridge", "run", "--once")
    let console = CapturedConsole(environment: ["MISSIONLOG_HOME": home.path])
    async let following = console.run(["feed", "s1", "--follow", "--json", "--limit", "5"])
    #expect(try await eventually { console.answers.split(separator: "\n").count == 3 })
    #expect(console.errors.isEmpty)
    try home.spoil("coder_vp_state.db")
    for (key, count) in [("more", 4), ("still more", 5)] {
      let words = ["dispatch", "--vp", "vp.general.primary", "--source-session-id", "s1"]
      #expect(await home.run(words + ["--objective", key]).code == 0)
      _ = await home.run("bridge", "run", "--once")
      #expect(try await eventually { console.answers.split(separator: "\n").count == count })
    }
    let run = await following
    #expect(run.code == 0, "\(run)")
    let told = run.err.components(separatedBy: "the bridge stands still at coder")
    #expect(told.count == 2, "\(run.err)")
  }

  @Test func aSourceThatStoppedIsTheFailureOfTheAnswerToo() async throws {
    await complete("s1")
    _ = try await home.dispatch("c", vp: "vp.coder.primary")
    try home.spoil("coder_vp_state.db")
    let run = await home.run("bridge", "run", "--once", "--json")
    #expect(run.code == 78, "\(run)")
    #expect(run.out.hasPrefix(#"{"ok":false,"error":{"code":"not_a_ledger","#), "\(run.out)")
    #expect(run.out.contains(#""delivered":3,"sources":[{"ledger":"coder","#), "\(run.out)")
  }

  @Test func feedsAndTheirItemsAreListsInEveryForm() async {
    await complete("s1")
    _ = await home.run("bridge", "run", "--once")
    let items = await home.run(
      "feed", "s1", "-o", "csv", "--fields", "version,mission_status,event_type")
    #expect(
      items.out == """
        version,mission_status,event_type
        1,queued,vp.mission.dispatched
        2,running,vp.mission.claimed
        3,completed,vp.mission.completed

        """)
    let feeds = await home.run("feed", "-o", "jsonl", "--fields", "source_session_id,items")
    #expect(feeds.out == #"{"source_session_id":"s1","items":3}"# + "\n")
    #expect(await home.run("feed", "s1", "--follow", "-o", "csv").code == 64)
  }

  @Test func aListHasEveryFieldOfItsRowsInEveryForm() async throws {
    let names = [
      "version", "delivered_at", "source_event_id", "event_type", "mission_id", "vp_id",
      "source_session_id", "source_turn_id", "reply_mode", "mission_status", "result_ref",
      "objective", "event_payload", "payload_bytes", "event_recorded_at", "skipped_before",
      "redelivery",
    ]
    await complete("s1")
    _ = await home.run("bridge", "run", "--once")
    let words = ["feed", "s1", "--after", "2"]
    let first = await home.run(words + ["-o", "csv"])
    #expect(first.out.hasPrefix(names.joined(separator: ",") + "\n3,"), "\(first.out)")
    let asked = await home.run(words + ["-o", "csv", "--fields", "version,redelivery"])
    #expect(asked.out == "version,redelivery\n3,\n", "\(asked.err)")
    _ = await home.run("bridge", "cursor", "reset-to-zero")
    _ = await home.run("bridge", "run", "--once")
    let again = await home.run(words + ["-o", "csv", "--fields", "version,redelivery"])
    #expect(
      again.out == "version,redelivery\n3,\n4,true\n5,true\n6,true\n", "\(again.out)\(again.err)")
    let lines = await home.run(words + ["-o", "jsonl"]).out.split(separator: "\n")
    #expect(lines.map { $0.hasSuffix(#""redelivery":true}"#) } == [false, true, true, true])
    let picked = await home.run(words + ["--json", "--fields", "redelivery"])
    #expect(picked.out.contains(#"[{"redelivery":null},{"redelivery":true}"#), "\(picked.out)")
    #expect(await home.run(words + ["--fields", "nothing"]).code == 64)
    #expect(await home.run("feed", "nobody", "--fields", "nothing").code == 64)
  }

  @Test func theBridgesStateIsShownMovedAndAudited() async {
    await complete("s1")
    _ = await home.run("bridge", "run", "--once")
    let status = await home.run("bridge", "status", "--json")
    #expect(status.out.hasPrefix(#"{"ok":true,"enabled":true,"interval_seconds":1,"sources":["#))
    #expect(status.out.contains(#""ledger":"vp","cursor":4,"head":4,"backlog":0"#))
    let sound = await home.run("bridge", "audit", "--json")
    #expect(sound.code == 0)
    #expect(sound.out.contains(#""gaps":[],"duplicates":[],"rewinds":[]"#))
    #expect(await home.run("bridge", "cursor", "set", "2").code == 64)
    for words in [["-1"], ["--", "-1"]] {
      let refused = await home.run(["bridge", "cursor", "set", "--ledger", "vp"] + words)
      #expect(refused.code == 64 && refused.err.contains("a position of 0 or more"))
    }
    let moved = await home.run("bridge", "cursor", "set", "99", "--ledger", "vp", "--json")
    #expect(moved.out.contains(#""action":"set","clamped":true,"head":4"#))
    _ = await home.run("bridge", "cursor", "reset-to-zero")
    _ = await home.run("bridge", "run", "--once")
    let found = await home.run("bridge", "audit", "--json")
    #expect(found.code == 1)
    #expect(found.out.contains(#""unexplained":0"#))
    let again = await home.run("feed", "s1", "--after", "3", "--json")
    #expect(again.out.components(separatedBy: #""redelivery":true"#).count == 4)
  }

  @Test func aMoveOfEveryCursorIsShownBeforeItIsMade() async {
    await complete("s1")
    _ = await home.run("bridge", "run", "--once")
    let log = await home.run("log", "--json").out
    let shown = await home.run("bridge", "cursor", "reset-to-zero", "--dry-run")
    #expect(shown.out == "coder  0 → 0\nvp  4 → 0\nnothing was moved\n", "\(shown.err)")
    let json = await home.run("bridge", "cursor", "reset-to-zero", "--dry-run", "--json").out
    #expect(json.hasPrefix(#"{"ok":true,"dry_run":true,"moved":["#), "\(json)")
    #expect(await home.run("log", "--json").out == log)
    let moved = await home.run("bridge", "cursor", "reset-to-zero", "--json").out
    #expect(json.replacing(#""dry_run":true,"#, with: "") == moved)
  }

  @Test func whatWouldBeCompactedOrRebuiltIsShownAndNothingWritten() async throws {
    await complete("s1")
    let log = await home.run("log", "--json").out
    let small = await home.run("compact", "--dry-run", "--json").out
    #expect(small.hasPrefix(#"{"ok":true,"dry_run":true,"ledgers":[{"ledger":"coder","size":"#))
    #expect(small.contains(#""ledger":"vp","size":4,"file_bytes":"#), "\(small)")
    let rows = await home.run("rebuild", "missions", "--dry-run", "--json").out
    #expect(rows.contains(#""ledger":"vp","name":"missions","version":"#), "\(rows)")
    #expect(!rows.contains(#""name":"sessions""#), "\(rows)")
    #expect(await home.run("rebuild", "nothing", "--dry-run").code == 64)
    #expect(await home.run("rebuild", "--check", "--dry-run").code == 64)
    for words in [["compact"], ["rebuild"]] {
      let page = await home.run(words + ["--dry-run"])
      #expect(page.code == 0 && page.out.contains("nothing was changed\n"), "\(page)")
    }
    #expect(await home.run("log", "--json").out == log)
  }

  @Test func everyCommandOnHistoryReadsTheRuntimeLedgerToo() async {
    await complete("s1")
    _ = await home.run("bridge", "run", "--once")
    _ = await home.run("feed", "s1", "--ack", "2")
    let log = await home.run("log", "--ledger", "runtime")
    #expect(log.code == 0)
    #expect(log.out.contains("vp:3 claimed of"))
    #expect(log.out.contains("feed.acknowledged: s1 up to 2"))
    for command in [["verify", "--full"], ["projections"], ["rebuild", "--check"], ["rebuild"]] {
      #expect(await home.run(command).code == 0, "\(command)")
    }
    #expect(await home.run("rebuild", "feeds", "--check", "--json").out.contains(#""sound":true"#))
    #expect(await home.run("rebuild", "missions").code == 0)
    #expect(await home.run("rebuild", "nothing").code == 64)
    let rows = await home.run("sql", "SELECT source_session_id, items FROM feeds", "--json")
    #expect(rows.out.contains(#""source_session_id":"s1","items":3"#))
  }

  @Test func everythingIsBeforeAPlaceBeyondTheHead() async {
    await complete("s1")
    _ = await home.run("bridge", "run", "--once")
    let all = await home.run("log", "--json").out
    #expect(all.contains(#""ledger":"runtime""#))
    #expect(await home.run("log", "--before", "vp:999", "--json").out == all)
  }

  @Test(arguments: [["--follow"], [], ["--tail", "3"], ["--ledger", "vp"]])
  func aLogIsNotReadOnFromWhereItHasNotBeen(words: [String]) async {
    await complete("s1")
    for place in ["vp:5", "coder:0,runtime:0,vp:5"] {
      let run = await home.run(["log", "--after", place, "--json"] + words)
      #expect(run.code == 64, "\(run)")
      #expect(
        run.out.contains("vp:5 is beyond the ledger, which ends at 4: start again without it"),
        "\(run)")
    }
    let end = await home.run("log", "--after", "coder:0,runtime:0,vp:4", "--json")
    #expect(end.code == 0 && end.out.isEmpty)
  }

  @Test func anotherLedgersLogIsNotReadOnFromThereEither() async {
    await complete("s1")
    _ = await home.run("bridge", "run", "--once")
    let run = await home.run("log", "--ledger", "runtime", "--after", "vp:5", "--json")
    #expect(run.code == 64 && run.out.contains("vp:5 is beyond the ledger, which ends at 4"))
  }

  @Test(arguments: ["extra:1", "coder:0,extra:1,runtime:0,vp:4"])
  func aLogWithoutAFileIsNotReadOnFromAnywhere(place: String) async throws {
    await complete("s1")
    try Data("lanes: {extra: {ledger: extra.db}}\n".utf8).write(
      to: URL(filePath: home.path + "/config.yaml"))
    let run = await home.run("log", "--after", place, "--json")
    #expect(run.code == 64, "\(run)")
    #expect(
      run.out.contains("extra:1 is beyond the ledger, which ends at 0: start again without it"),
      "\(run)")
    let none = await home.run("log", "--after", place.replacing("extra:1", with: "extra:0"))
    #expect(none.code == 0, "\(none)")
  }

  @Test func aLostLedgerKeepsItsPlace() async throws {
    await complete("s1")
    for end in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: home.path + "/coder_vp_state.db" + end)
    }
    let run = await home.run("log", "--after", "coder:9,runtime:0,vp:3", "--json")
    #expect(run.code == 0 && run.out.contains(#""event_id":"vp:4""#), "\(run)")
    #expect(run.err.contains("ledger coder is left out"), "\(run.err)")
  }

  @Test func aLogThatGoesOnHasNoEnd() async throws {
    _ = try await home.dispatch("a")
    let run = await home.run("log", "--follow", "--until", "2020-01-01T00:00:00Z")
    #expect(run.code == 64 && run.err.contains("leave out --before and --until"))
  }
}
