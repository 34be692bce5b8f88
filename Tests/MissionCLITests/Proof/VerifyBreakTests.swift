import Foundation
import Testing

/// One kind of damage: what another program did to a ledger, and what `verify` has to say of it.
struct Damage: Sendable, CustomTestStringConvertible {
  let kind: String
  let sql: String
  let says: String
  let notChecked: [String]

  var testDescription: String { kind }

  static let all = [
    Damage(
      kind: "order", sql: "UPDATE events SET recorded_at = 5 WHERE position = 3",
      says: "position 3: it was recorded before", notChecked: ["order", "leaves", "projections"]),
    Damage(
      kind: "version", sql: "UPDATE events SET version = 90 WHERE position = 4",
      says: "position 4: its version is 90", notChecked: ["versions", "root", "projections"]),
    Damage(
      kind: "leaf", sql: "UPDATE events SET actor = type WHERE position = 2",
      says: "event vp:2 can't be served", notChecked: ["leaves", "root", "projections"]),
    Damage(
      kind: "root", sql: "UPDATE events SET node = zeroblob(32) WHERE position = 16",
      says: "position 16: the hash of the tree", notChecked: ["root", "projections", "file"]),
    Damage(
      kind: "dictionary", sql: "UPDATE dictionaries SET bytes = zeroblob(64)",
      says: "dictionary 1 of ledger vp is not what was stored",
      notChecked: ["dictionaries", "order", "projections"]),
    Damage(
      kind: "projection", sql: "UPDATE missions SET status = 'completed'",
      says: "projection missions: 1 of its rows differ from what the log says", notChecked: []),
    Damage(
      kind: "triggers", sql: "DROP TRIGGER events_append",
      says: "append-only: dictionaries_no_update, events_append, events_no_update", notChecked: []),
    Damage(
      kind: "file",
      sql: """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX events_by_stream ON events('
          || 'stream, version) WHERE position > 5' WHERE name = 'events_by_stream';
        """,
      says: "SQLite finds:", notChecked: ["file", "projections"]),
  ]
}

@Suite struct VerifyBreakTests {
  @Test func compactingPutsBackWhatKeepsTheFileAppendOnly() async throws {
    let home = CommandLineHome()
    _ = try await home.dispatch("a")
    try home.sqlite3("DROP TRIGGER names_no_delete; DROP TRIGGER events_no_update")
    #expect(await home.run("verify").code == 1)
    #expect(await home.run("compact").code == 0)
    #expect(await home.run("verify", "--full").code == 0)
    #expect(throws: CommandLineHome.SQLRefused.self) { try home.sqlite3("DELETE FROM names") }
  }

  @Test func aDamagedEventLeadsToABackup() async throws {
    let home = CommandLineHome()
    _ = try await home.dispatch("a")
    #expect(await home.run("verify").err == "")
    try home.sqlite3("DROP TRIGGER events_no_update; UPDATE events SET trace_id = 'x'")
    let run = await home.run("verify", "--home", home.path)
    #expect(run.code == 1)
    #expect(run.err.hasSuffix(": missionlog restore BACKUP --home NEW\n"), "\(run.err)")
  }

  @Test func aLedgerOfALaterFormatIsNotCheckedNorCalledBroken() async throws {
    let home = CommandLineHome()
    _ = try await home.dispatch("a")
    try home.sqlite3("PRAGMA user_version = 999")
    let run = await home.run("verify")
    #expect(run.code == 1 && run.out.contains("vp: not checked"), "\(run)")
    #expect(!run.out.contains("BROKEN") && !run.err.contains("restore"), "\(run.err)")
    #expect(run.err.contains("999"))
  }

  @Test(arguments: [16, 256])
  func aRootIsNotToldWhereTheHashesThatItRestsOnDisagree(position: Int) async throws {
    let home = CommandLineHome()
    let id = try await home.dispatch("a")
    for number in 1...position { _ = await home.run("annotate", id, "--note", "note \(number)") }
    try home.sqlite3(
      "DROP TRIGGER events_no_update; UPDATE events SET node = zeroblob(32) WHERE position = \(position)"
    )
    let run = await home.run("root", "--ledger", "vp")
    #expect(run.code == 74)
    #expect(run.out.isEmpty && run.err.contains("disagree"))
    #expect(await home.run("root", "--ledger", "coder").code == 0)
  }

  @Test(arguments: Damage.all)
  func verifyNamesTheFirstBreakAndWhatItDidNotCheck(damage: Damage) async throws {
    let home = CommandLineHome()
    let id = try await home.dispatch("a")
    for number in 1...16 { _ = await home.run("annotate", id, "--note", "note \(number)") }
    #expect(await home.run("verify", "--full").code == 0)
    try home.sqlite3(
      "DROP TRIGGER events_no_update; DROP TRIGGER dictionaries_no_update; \(damage.sql)")
    let run = await home.run("verify", "--full", "--json")
    #expect(run.code == 1, "\(run.out)")
    let answer = try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any]
    let ledgers = try #require(answer?["ledgers"] as? [[String: Any]])
    let vp = try #require(ledgers.first { $0["ledger"] as? String == "vp" })
    let found = try #require(vp["break"] as? String)
    #expect(found.contains(damage.says))
    #expect(Set(damage.notChecked).isSubset(of: vp["not_checked"] as? [String] ?? []))
    #expect((vp["root"] is NSNull) == !["projection", "triggers"].contains(damage.kind))
    let doctor = await home.run("doctor")
    #expect(doctor.code == 1 && doctor.out.contains("dictionaries_no_update"))
    // What is broken in one ledger stops no other.
    for other in ledgers where other["ledger"] as? String != "vp" {
      #expect(other["break"] is NSNull)
    }
  }

  @Test func ofALogThatHasLostItsEndTheRestIsVerified() async throws {
    let home = CommandLineHome()
    let id = try await home.dispatch("a")
    for number in 1...2 { _ = await home.run("annotate", id, "--note", "note \(number)") }
    try home.sqlite3("DROP TRIGGER events_no_delete; DELETE FROM events WHERE position = 3")
    let cut = await home.run("verify", "--json")
    #expect(cut.code == 1 && !cut.out.contains("warnings"), "\(cut.out)")
    let checked = #""dictionaries","order","versions","payloads","leaves","subtree hashes""#
    #expect(cut.out.contains(#""ledger":"vp","size":2,"root":null,"checked":[\#(checked)"#))
    #expect(cut.out.contains(#""break":"the log ends before position 3, which it was at""#))
    try home.sqlite3(
      "DROP TRIGGER events_no_update; UPDATE events SET actor = type WHERE position = 2")
    let changed = await home.run("verify", "--json")
    #expect(changed.code == 1 && changed.out.contains("event vp:2 can't be served"))
  }

  @Test func aBackupThatHasLostTheEndOfALedgerIsToldToBeDamaged() async throws {
    let (home, backup, target) = (CommandLineHome(), CommandLineHome(), CommandLineHome())
    let id = try await home.dispatch("a")
    _ = await home.run("annotate", id, "--note", "note")
    #expect(await home.run("backup", backup.path).code == 0)
    try backup.sqlite3("DROP TRIGGER events_no_delete; DELETE FROM events WHERE position = 2")
    let run = await home.run("restore", backup.path, "--home", target.path)
    #expect(run.code == 74)
    let said = "the backup's ledger vp is damaged: the log ends before position 2"
    #expect(run.err.contains(said), "\(run.err)")
  }
}
