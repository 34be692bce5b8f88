import Foundation
import Platform
import Testing

@Suite struct UpkeepCommandTests {
  private let home = CommandLineHome()

  @Test func initMakesTheConfigurationThatIsNamed() async throws {
    let home = CommandLineHome()
    let config = home.path + ".yaml"
    defer { try? FileManager.default.removeItem(atPath: config) }
    #expect(
      await home.run(
        "dispatch", "--vp", "vp.general.primary", "--objective", "x", "--config", config
      ).code == 78)
    let made = await home.run("init", "--config", config)
    #expect(made.code == 0 && made.out.contains(config), "\(made.err)")
    #expect(
      await home.run(
        "dispatch", "--vp", "vp.general.primary", "--objective", "x", "--config", config
      ).code == 0)
  }

  @Test func everyReadingCommandPrintsOneObject() async throws {
    let id = try await home.dispatch("a")
    let commands = [
      ["get", id], ["list"], ["status"], ["vps"], ["sessions"], ["timeline", id], ["why", id],
      ["sql", "SELECT 1"], ["verify"], ["root"], ["projections"], ["rebuild", "--check"],
      ["config", "show"], ["doctor"], ["wait", id, "--timeout", "0"],
    ]
    for command in commands {
      let run = await home.run(command + ["--json"])
      #expect(run.out.hasPrefix(#"{"ok":true,"#), "\(command): \(run.out)")
      #expect(run.out.split(separator: "\n").count == 1, "\(command)")
      #expect(run.err == "", "\(command)")
    }
  }

  @Test func doctorNamesAVPWhoseMissionsCantBeExecutedHere() async throws {
    _ = try await home.dispatch("a")
    let file = home.path + "/file"
    try Data().write(to: URL(filePath: file))
    let settings = """
      vps:
        vp.lost.command: {command: [/no/such/program]}
        vp.lost.folder: {workspace_root: \(file)/below}
        vp.sound.one: {command: [/bin/sh, -c, "true"]}
      """
    try Data(settings.utf8).write(to: URL(filePath: home.path + "/config.yaml"))
    let run = await home.run("doctor", "--json")
    #expect(run.code == 0)
    #expect(run.out.contains("its command /no/such/program is not a program"), "\(run.out)")
    #expect(run.out.contains("its workspaces can't be made in \(file)/below"), "\(run.out)")
    #expect(!run.out.contains("vp.sound.one"), "\(run.out)")
  }

  @Test func aVariableThatNobodyReadsIsToldOfByWhatShowsTheConfiguration() async throws {
    _ = try await home.dispatch("a")
    let console = ["MISSIONLOG_HOME": home.path, "MISSIONLOG_LEASE_TLL": "90"]
    let found = "the environment variable MISSIONLOG_LEASE_TLL is unknown, and ignored; "
    for words in [["config", "show"], ["doctor"]] {
      let run = await CapturedConsole(environment: console).run(words + ["--json"])
      #expect(run.code == 0)
      #expect(run.out.contains(found + "did you mean MISSIONLOG_LEASE_TTL?"), "\(run.out)")
    }
    let other = await CapturedConsole(environment: console).run(["list", "--json"])
    #expect(!other.out.contains("LEASE_TLL"))
  }

  @Test func doctorNamesALedgerThatIsAheadOfTheClock() async throws {
    let now = Clocks.system.now()
    let ahead = Clocks(now: { now.advanced(bySeconds: 7_205) }, monotonic: { 1_000_000 })
    _ = await home.run(
      ["dispatch", "--vp", "vp.general.primary", "--objective", "x"], clocks: ahead)
    let here = Clocks(now: { now }, monotonic: { 1_000_000 })
    let run = await home.run(["doctor", "--json"], clocks: here)
    #expect(run.code == 0)
    #expect(
      run.out.contains(
        #"{"name":"ledger vp","status":"warning","message":"its last event lies 2h ahead of this clock"#
      ))
    #expect(run.out.components(separatedBy: "ahead of this clock").count == 2)
  }

  @Test func doctorNamesASickLedgerOnce() async throws {
    _ = try await home.dispatch("a")
    try FileSystem.writeAtomically(
      Array(repeating: 0x41, count: 8_192), to: home.path + "/coder_vp_state.db")
    let run = await home.run(["doctor", "--json"])
    #expect(run.code == 1)
    #expect(run.out.contains(#""ledger coder""#) && !run.out.contains("ledger coder: "))
  }

  @Test func statusAndVerifySayByTheirExitCodeWhetherAllIsWell() async throws {
    _ = try await home.dispatch("a")
    #expect(await home.run("status").code == 0)
    #expect(await home.run("verify", "--full").code == 0)
    _ = await home.run("run", "--vp", "vp.coder.primary", "--objective", "x", "--", "false")
    let status = await home.run("status")
    #expect(status.code == 1)
    #expect(status.out.hasPrefix("1 mission needs attention"))
  }

  @Test func theLogPrintsOneObjectALine() async throws {
    let id = try await home.dispatch("a")
    _ = await home.run("annotate", id, "--note", "n")
    let run = await home.run("log", "--mission", id, "--json")
    #expect(run.out.split(separator: "\n").count == 2)
    #expect(run.out.hasPrefix(#"{"event_id":"vp:1","ledger":"vp","position":1,"#))
    let few = await home.run("log", "--json", "--type", "!*.annotated")
    #expect(few.out.split(separator: "\n").count == 1)
    #expect(
      await home.run("log", "--json", "--after", "vp:1", "--limit", "1").out.contains("annotated"))
  }

  @Test func aQueryIsReadOnlyAndItsMistakesAreTold() async throws {
    _ = try await home.dispatch("a")
    let rows = await home.run("sql", "SELECT status, 'a,b' AS x FROM missions", "-o", "csv")
    #expect(rows.out == "status,x\nqueued,\"a,b\"\n")
    #expect(await home.run("sql", "DELETE FROM missions").code == 64)
    #expect(await home.run("sql", "SELECT nothing").code == 64)
    let empty = await home.run("sql", "", "--json")
    #expect(empty.code == 64 && empty.out.contains(#""field":"query""#), "\(empty.out)")
    let session = await home.run("log", "--session", "x", "--json")
    #expect(session.code == 64 && session.out.contains(#""field":"session_id""#), "\(session.out)")
  }

  @Test(arguments: [
    (["root", "--ledger", "vp", "--at", "9"], Int32(66), "not_found"),
    (["rebuild", "nothing"], 64, "validation_error"),
    (["rebuild", "nothing", "--check"], 64, "validation_error"),
  ])
  func whatALogRefusesHasTheContractsCode(words: [String], exit: Int32, code: String) async throws {
    _ = try await home.dispatch("a")
    let run = await home.run(words + ["--json"])
    #expect(run.code == exit)
    #expect(run.out.contains(#""code":"\#(code)""#), "\(run.out)")
  }

  @Test func initMakesAHomeOnce() async {
    let first = await home.run("init")
    #expect(first.code == 0)
    #expect(first.out.contains("config.yaml"))
    let second = await home.run("init")
    #expect(second.code == 0)
    #expect(second.out.contains("nothing was changed"))
  }

  @Test func anExportIsOneLineAnEvent() async throws {
    _ = try await home.dispatch("a")
    let run = await home.run("export", "--ledger", "vp")
    #expect(run.out.split(separator: "\n").count == 1)
    #expect(run.out.contains(#""payload_salt":"#))
  }

  @Test func anExportLeavesOutASickLedgerAndSaysSo() async throws {
    _ = try await home.dispatch("a")
    let coder = home.path + "/coder_vp_state.db"
    for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: coder + end) }
    try Data(repeating: 0x41, count: 8_192).write(to: URL(filePath: coder))
    let run = await home.run("export")
    #expect(run.code == 0)
    #expect(run.out.split(separator: "\n").count == 1)
    #expect(run.err.contains("ledger coder is left out"))
    #expect(await home.run("export", "--ledger", "coder").code == 78)
  }

  @Test func aPausedVPSaysSo() async {
    #expect(await home.run("pause", "vp.general.primary", "--for", "2h").code == 0)
    #expect(await home.run("vps").out.contains("paused"))
    #expect(await home.run("resume", "vp.general.primary").code == 0)
    #expect(await home.run("pause", "vp.general.primary", "--for", "soon").code == 64)
    #expect(await home.run("pause", "vp.general.primary", "--for", "0").code == 64)
  }

  @Test func verifyHoldsTheLogsAgainstRootsThatWereKept() async throws {
    _ = try await home.dispatch("a")
    let kept = await home.run("root").out
    _ = try await home.dispatch("b")
    #expect(await home.run(["verify", "--against", "-"], input: [kept]).code == 0)
    let vp = try #require(kept.split(separator: "\n").first { $0.hasPrefix("vp ") })
    let other = String(vp.prefix(5)) + String(repeating: "0", count: 64)
    let changed = await home.run(["verify", "--against", "-"], input: [other])
    #expect(changed.code == 1)
    #expect(changed.out.contains("was kept"))
    let longer = "vp 900 \(String(repeating: "0", count: 64))"
    #expect(await home.run(["verify", "--against", "-"], input: [longer]).code == 1)
    let elsewhere = "other 1 \(String(repeating: "0", count: 64))"
    #expect(await home.run(["verify", "--against", "-"], input: [elsewhere]).code == 1)
  }
}

/// What a person does first after an upgrade, where that reads before it writes.
@Suite struct FirstCommandTests {
  private let home = CommandLineHome()

  /// Lives through two missions, and has every ledger's rows be those of an older version.
  private func outdate() async throws {
    for script in ["echo a > a", "echo b > b"] {
      let run = await home.run(
        "run", "--vp", "vp.general.primary", "--objective", "x", "--source-session-id", "s", "--",
        "sh", "-c", script)
      #expect(run.code == 0, "\(run.err)")
    }
    #expect(await home.run("bridge", "run", "--once").code == 0)
    #expect(await home.run("reconcile", "--plan", home.path + "-plan").code == 0)
    for ledger in ["vp_state.db", "coder_vp_state.db", "runtime_state.db"] {
      try home.sqlite3("UPDATE projections SET version = 0", on: ledger)
    }
  }

  @Test(arguments: [
    (["reconcile"], "missions"), (["reconcile", "--observe", "0.01"], "missions"),
    (["reconcile", "--apply", "PLAN"], "missions"), (["feed", "s", "--ack", "1"], "feeds"),
    (["prune", "--older-than", "0s", "--yes"], "missions"),
    (["worker", "--vp", "vp.general.primary", "--until-idle", "--", "true"], "missions"),
  ])
  func olderRowsAreRebuiltBeforeTheyAreRead(words: [String], rows: String) async throws {
    try await outdate()
    let run = await home.run(words.map { $0.replacing("PLAN", with: home.path + "-plan") })
    #expect(run.code == 0, "\(run.out) \(run.err)")
    #expect(run.err.contains("rebuilt \(rows), from version 0"), "\(run.err)")
    #expect(!run.err.contains("warning"), "\(run.err)")
    #expect(!run.err.contains("not reconciled"), "\(run.err)")
  }

  @Test func aTargetPathStaysTakenWhereItsLanesRowsAreOlder() async throws {
    let target = home.path + "-target"
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    try await outdate()
    func dispatch(_ vp: String) async {
      let run = await home.run(
        "dispatch", "--vp", vp, "--objective", "x", "--constraints",
        #"{"target_path":"\#(target)"}"#)
      #expect(run.code == 0, "\(run.err)")
    }
    func claim(_ vp: String) async -> CapturedConsole.Run {
      await home.run("work", "claim", "--vp", vp, "--worker-id", "w", "--json")
    }
    await dispatch("vp.general.primary")
    #expect(await claim("vp.general.primary").out.contains(#""attempt":1"#))
    await dispatch("vp.coder.primary")
    try home.sqlite3("UPDATE projections SET version = 0")
    let second = await claim("vp.coder.primary")
    #expect(second.out.contains(#""mission":null"#), "\(second)")
    #expect(second.err.contains("rebuilt missions, from version 0"), "\(second.err)")
  }

  @Test func aPruningIsConfirmedByWhatTheRebuiltRowsSay() async throws {
    try await outdate()
    let prune = ["prune", "--older-than", "0s"]
    let unconfirmed = await home.run(prune)
    #expect(unconfirmed.code == 64 && unconfirmed.err.contains("--yes"), "\(unconfirmed)")
    let run = await home.run(prune + ["--yes"])
    #expect(run.code == 0 && run.out.contains("2 workspaces emptied"), "\(run)")
  }

  @Test func whatOnlyLooksRebuildsNothing() async throws {
    try await outdate()
    let looked = await home.run("reconcile", "--dry-run")
    #expect(looked.code == 78 && !looked.err.contains("rebuilt"), "\(looked)")
    let planned = await home.run("prune", "--older-than", "0s", "--dry-run")
    #expect(!planned.err.contains("rebuilt"), "\(planned)")
  }
}
