import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools
import Platform
import Testing

@testable import MissionCLI

/// A ledger that can't be read: no check is an all-clear without it, and no list says that there is
/// nothing.
@Suite struct LeftOutLedgerTests {
  private let home = CommandLineHome()

  @Test func figuresOfWhatCouldBeReadAreNoAllClear() async throws {
    let mission = ["--vp", "vp.general.primary", "--objective", "x", "--"]
    #expect(await home.run(["run"] + mission + ["echo", "done"]).code == 0)
    #expect(await home.run(["run"] + mission + ["false"]).code == 1)
    let whole = await home.run("stats", "--check")
    #expect(whole.code == 1 && whole.out.hasPrefix("1 of 6 thresholds exceeded: failure_rate"))
    #expect(whole.out.contains("run times cover completed missions only"))
    try home.spoil("vp_state.db")
    let part = await home.run("stats", "--check")
    #expect(part.code == 1)
    #expect(part.out.hasPrefix("no threshold is exceeded in the readable ledgers\n"), "\(part.out)")
    let json = await home.run("stats", "--check", "--json")
    #expect(json.code == 1 && json.out.contains(#""name":"bridge_lag","value":null"#))
    #expect(await home.run("stats").code == 0)
    try home.spoil("coder_vp_state.db", "runtime_state.db")
    let none = await home.run("stats", "--check")
    #expect(none.code == 1 && none.out.hasPrefix("no ledger could be read\n"), "\(none.out)")
  }

  @Test(arguments: [["bridge", "audit"], ["rebuild", "--check"], ["rehearse"]])
  func aCheckFindsALedgerThatItCouldNotRead(command: [String]) async throws {
    _ = try await home.dispatch("a")
    #expect(await home.run(command).code == 0)
    try home.spoil("coder_vp_state.db")
    let run = await home.run(command)
    #expect(run.code == 1, "\(run.out)")
    #expect(run.err.contains("ledger coder is left out"))
  }

  @Test func aSourceThatCouldNotBeReadIsSoundAsFarAsItWasChecked() async throws {
    _ = try await home.dispatch("a")
    try home.spoil("coder_vp_state.db")
    let lines = await home.run("bridge", "audit").out.split(separator: "\n")
    let part = ", sound in what was checked"
    #expect(lines.contains { $0.hasPrefix("coder ") && $0.hasSuffix(part) })
    #expect(lines.contains { $0.hasPrefix("vp ") && $0.hasSuffix(", sound") })
  }

  @Test func aReconciliationSaysThatItDidNotReadEverything() async throws {
    _ = try await home.dispatch("a")
    #expect(await home.run("reconcile", "--dry-run").code == 0)
    try home.spoil("coder_vp_state.db")
    let run = await home.run("reconcile", "--dry-run")
    #expect(run.code == 1 && run.out == "nothing to reconcile in the readable ledgers\n")
    #expect(await home.run("reconcile", "--dry-run", "--json").code == 1)
    #expect(await home.run("reconcile").code == 0)
  }

  @Test func aServersReconciliationIsHeldToTheSame() throws {
    let answer = #"{"ok":true,"count":0,"lost_sessions":[]"#
    let left = #""code":"ledger_unavailable","ledger":"vp","error":"not_a_ledger""#
    let whole = try ServedAnswer(Array((answer + "}").utf8))
    let part = try ServedAnswer(Array((answer + #","warnings":[{\#(left)}]}"#).utf8))
    #expect(try whole.exit(finding: ReconcilePage.isFinding) == .success)
    #expect(try part.exit(finding: ReconcilePage.isFinding) == .found)
  }

  /// An answer that leaves out a ledger, and says no more.
  private struct Blind: ToolAnswer {
    let warnings: [Warning]

    func write(into writer: inout JSONWriter) {}
  }

  @Test(arguments: [
    MissionError(.vpDBLocked, "ledger vp: a writer holds it", retryAfterMs: 1_000),
    MissionError(.notALedger, "it is none"),
  ])
  func aServersAnswerFailsAsAHomesDoes(error: MissionError) throws {
    let atHome = Blind(warnings: [.cut("odd"), .leftOut("vp", error as any Error)])
    let served = try ServedAnswer(atHome.json)
    #expect(atHome.leftOut?.retryAfterMs == error.retryAfterMs)
    #expect(served.leftOut == atHome.leftOut)
    #expect(served.object.ledgersLeftOut == ["vp"])
  }

  @Test func aListOfNothingSaysWhatCouldNotBeRead() async throws {
    _ = try await home.dispatch("a")
    try home.spoil("vp_state.db")
    let said = "nothing was found: ledger vp could not be read\n"
    for words in [["list"], ["sessions"]] {
      #expect(await home.run(words).err.hasSuffix(said), "\(words)")
    }
    #expect(await home.run("list", "-q").err.contains("ledger vp is left out"))
    try home.spoil("coder_vp_state.db")
    for words in [["list"], ["sessions"], ["vps"]] {
      let run = await home.run(words)
      #expect(run.err.hasSuffix("nothing was found: ledgers coder, vp could not be read\n"))
    }
  }

  @Test(arguments: ["DELETE FROM events WHERE position = 2", "UPDATE events SET actor = type"])
  func anAuditGoesOnBesideASourceThatFailsAsItIsLookedAt(sql: String) async throws {
    for vp in ["vp.general.primary", "vp.coder.primary"] {
      let words = ["dispatch", "--vp", vp, "--objective", "x", "--source-session-id", "s"]
      for _ in 1...2 { _ = await home.run(words) }
    }
    _ = await home.run("bridge", "run", "--once")
    try home.sqlite3("DROP TRIGGER events_no_delete; DROP TRIGGER events_no_update; \(sql)")
    let run = await home.run("bridge", "audit")
    #expect(run.code == 1, "\(run.err)")
    #expect(run.err.contains("ledger vp is left out"))
    let lines = run.out.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("coder ") && $0.hasSuffix(", sound") })
    #expect(lines.contains { $0.hasPrefix("vp ") && $0.hasSuffix(", sound in what was checked") })
  }

  @Test func whatAHealthyLedgerKnowsIsExplainedThoughItsVPHasASickLaneByNow() async throws {
    let id = try await home.dispatch("a")
    let claim = ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w1"]
    #expect(await home.run(claim).code == 0)
    try FileSystem.writeAtomically(
      Array("vps: {vp.general.primary: {lane: coder}}\n".utf8), to: home.path + "/config.yaml")
    try home.spoil("coder_vp_state.db")
    for subject in ["vp.general.primary/w1", id] {
      let run = await home.run("why", subject)
      #expect(run.code == 0, "\(run.err)")
    }
    #expect(await home.run("why", "vp.general.primary/w2").code == 78)
  }
}
