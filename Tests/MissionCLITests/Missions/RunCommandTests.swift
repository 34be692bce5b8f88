import MissionTesting
import Testing

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

  @Test func aRunThatLeftNoFileNamesNone() async {
    let words = ["run", "--vp", "vp.general.primary", "--objective", "x"]
    let run = await home.run(words + ["--", "echo", "done"])
    #expect(run.code == 0 && run.out.contains("no files"), "\(run)")
    #expect(!run.err.contains("missionlog artifacts"), "\(run.err)")
    #expect(!(await home.run(words + ["--json", "--", "echo", "done"]).out.contains("hint")))
    let left = await home.run(words + ["--", "touch", "a"])
    #expect(left.err.contains("its files: missionlog artifacts"), "\(left.err)")
  }

  @Test func whatCanNotBeListedIsNeitherNoFileNorOneMoreToList() async throws {
    let words = ["run", "--vp", "vp.general.primary", "--objective", "x", "--", "sh", "-c"]
    let script = #"printf x > "$(printf 'r\351')""#
    let alone = await home.run(words + [script])
    #expect(alone.code == 0 && alone.err.contains("can't be listed"), "\(alone)")
    #expect(!alone.out.contains("no files") && !alone.out.contains("more"), "\(alone.out)")
    #expect(!alone.err.contains("missionlog artifacts"), "\(alone.err)")
    let beside = await home.run(words + [script + "; touch a b"])
    #expect(beside.code == 0 && !beside.out.contains("more"), "\(beside)")
    let newest = await home.run("list", "-q", "--limit", "1").out.split(separator: "\n").joined()
    let one = await home.run("artifacts", newest, "--max-files", "1")
    #expect(one.out.contains("and 1 file more"), "\(one)")
  }

  @Test func aRunWhoseKeyHasRunSaysThatItsCommandWasNotStarted() async throws {
    let words = [
      "run", "--vp", "vp.general.primary", "--objective", "x", "--idempotency-key", "k", "--json",
      "--",
    ]
    let first = await home.run(words + ["echo", "first"])
    #expect(first.code == 0 && first.out.contains(#""replayed":false"#), "\(first.out)")
    #expect(!first.err.contains("this key has already ended"))
    let again = await home.run(words + ["echo", "second"])
    #expect(again.code == 0 && again.out.contains(#""replayed":true"#), "\(again.out)")
    #expect(again.out.contains(#""hint":"this key has run; use retry"#), "\(again.out)")
    #expect(again.out.contains(#""result_summary":"first""#), "\(again.out)")
    #expect(
      again.err.contains(
        "the mission with this key has already ended: the command was not started\n"))
  }

  @Test func aRunSaysWhyItsMissionWaitsAndWhatElseItWaitsForThen() async throws {
    let other = try await home.dispatch("other")
    let token = [other, "--worker-id", "w", "--attempt", "1"]
    #expect(
      await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "w").code == 0)
    let console = CapturedConsole(
      environment: ["MISSIONLOG_HOME": home.path, "MISSIONLOG_DURABILITY": "relaxed"])
    async let running = console.run([
      "run", "--vp", "vp.general.primary", "--objective", "x", "--json", "--", "/bin/echo", "done",
    ])
    #expect(try await eventually { console.errors.contains(" waits: VP busy\n") })
    #expect(await home.run("pause", "vp.general.primary").code == 0)
    #expect(try await eventually { console.errors.contains(" waits: VP paused\n") })
    #expect(await home.run("resume", "vp.general.primary").code == 0)
    #expect(await home.run(["work", "complete"] + token).code == 0)
    let run = await running
    #expect(run.code == 0 && run.out.hasPrefix(#"{"ok":true,"#), "\(run.out)")
    #expect(!run.out.contains(" waits: "))
  }
}

extension RunCommandTests {
  @Test func aRunExecutesItsMissionWhoeverElseWaitsForOne() async throws {
    let worker = Task {
      await home.run(
        "worker", "--vp", "vp.general.primary", "--once", "--", "sh", "-c", "echo of the worker")
    }
    #expect(
      try await eventually {
        await home.run("sessions", "--json").out.contains(#""status":"idle""#)
      })
    let words = ["run", "--vp", "vp.general.primary", "--objective", "x", "--json", "--"]
    for _ in 0..<5 {
      let run = await home.run(words + ["echo", "of the run"])
      #expect(run.code == 0 && run.out.contains(#""result_summary":"of the run""#), "\(run)")
    }
    // The worker ends with a mission of its own.
    _ = try await home.dispatch("for the worker")
    #expect(await worker.value.code == 0)
  }
}
