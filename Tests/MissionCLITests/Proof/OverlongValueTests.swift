import Foundation
import Testing

/// A stored value that is longer than a connection takes: damage of its ledger, and no other is
/// concerned.
@Suite struct OverlongValueTests {
  private let home = CommandLineHome()

  private func verdicts(_ run: CapturedConsole.Run) throws -> [String: String?] {
    let answer = try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any]
    let ledgers = try #require(answer?["ledgers"] as? [[String: Any]])
    return Dictionary(
      uniqueKeysWithValues: ledgers.map {
        ($0["ledger"] as? String ?? "", $0["break"] as? String)
      })
  }

  @Test(arguments: [
    ("UPDATE events SET payload = zeroblob(20000000) WHERE position = 1", "the event vp:1"),
    ("UPDATE events SET trace_id = hex(zeroblob(9000000)) WHERE position = 1", "the event vp:1"),
    ("UPDATE names SET name = hex(zeroblob(9000000)) WHERE id = 1", "reading a name"),
    ("UPDATE missions SET packed = zeroblob(20000000)", "table missions"),
  ])
  func itIsABreakOfItsLedgerAlone(sql: String, says: String) async throws {
    let id = try await home.dispatch("a")
    _ = try await home.dispatch("b", vp: "vp.coder.primary")
    try home.sqlite3("DROP TRIGGER events_no_update; DROP TRIGGER names_no_update; \(sql)")
    let verify = await home.run("verify", "--json")
    #expect(verify.code == 1, "\(verify.out)")
    let found = try verdicts(verify)
    #expect(found["vp"]??.contains(says) == true, "\(verify.out)")
    #expect(found["coder"] == .some(nil) && found["runtime"] == .some(nil))
    for words in [["get", id], ["log"], ["export"], ["root"]] {
      let run = await home.run(words + ["--json"])
      #expect(run.code != 70 && !run.out.contains("internal_error"), "\(words): \(run.out)")
    }
  }

  @Test func theHashesOfALogMayBeTooLongToo() async throws {
    _ = try await home.dispatch("a")
    try home.sqlite3("INSERT INTO subtrees VALUES (1, zeroblob(20000000))")
    let verify = await home.run("verify", "--json")
    #expect(verify.code == 1)
    #expect(try verdicts(verify)["vp"]??.contains("the hashes of ledger vp") == true)
  }
}
