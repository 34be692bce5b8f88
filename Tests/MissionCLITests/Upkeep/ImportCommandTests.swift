import Foundation
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct ImportCommandTests {
  private let home = CommandLineHome()
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func oldLedger() throws -> String {
    let path = folder.file("old.db")
    let file = try LegacyFile(path)
    try file.mission("vp-mission-aaaa1111", status: " Completed")
    try file.event("e1", of: "vp-mission-aaaa1111", "vp.mission.completed")
    file.close()
    return path
  }

  @Test func anImportSaysWhatItTookOverAndWhatWasOdd() async throws {
    let path = try oldLedger()
    let rehearsal = await home.run("import", path, "--dry-run")
    #expect(rehearsal.code == 0)
    #expect(rehearsal.out.hasPrefix("1 mission would be imported"))
    let run = await home.run("import", path)
    #expect(run.code == 0)
    #expect(run.out.hasPrefix("1 mission imported (1 into vp), 1 event kept beside them\n"))
    #expect(run.out.contains("1× a status in another spelling"))
    let again = await home.run("import", path, "--json")
    #expect(again.code == 0)
    #expect(again.out.contains(#""imported":0,"already_imported":1"#))
    #expect(again.out.contains(#""kind":"status_spelling","count":1"#))
    #expect(await home.run("get", "aaaa1111").out.contains("completed"))
    #expect(await home.run("log", "--json").out.contains(#""actor":"import:\#(path)""#))
  }

  @Test func whatWasImportedWithoutATimeWaitsAndNeedsAPersonSinceNobodyKnowsWhen() async throws {
    let path = folder.file("timeless.db")
    let file = try LegacyFile(path)
    let timeless: [(String, LegacyFile.Value)] = [("created_at", .null), ("updated_at", .null)]
    try file.mission("vp-mission-aaaa1111", status: "queued", timeless)
    try file.mission("vp-mission-bbbb2222", status: "failed", timeless)
    file.close()
    #expect(await home.run("import", path).code == 0)
    let status = await home.run("status", "--json")
    #expect(status.out.contains(#""oldest_waiting_seconds":null,"sessions":[]}],"attention""#))
    #expect(status.out.contains(#""since":null"#))
    #expect(await !home.run("status").out.contains("d  Do"))
    #expect(await home.run("list", "--json").out.contains(#""count":2"#))
    for span in ["--since", "--until"] {
      #expect(await home.run("list", span, "0s", "--json").out.contains(#""count":0"#), "\(span)")
    }
  }

  @Test func aCancelOfAMissionThatNoWorkerReportsOnSaysWhoEndsIt() async throws {
    let path = folder.file("running.db")
    let file = try LegacyFile(path)
    try file.mission("vp-mission-aaaa1111", status: "running")
    file.close()
    #expect(await home.run("import", path).code == 0)
    let run = await home.run("cancel", "aaaa1111")
    #expect(run.out.contains("no worker reports on it: the reconciler ends it"), "\(run.out)")
  }

  @Test func whatTheWorkerOfAnImportedMissionAskedIsNotToBeAnsweredHere() async throws {
    let path = folder.file("blocked.db")
    let file = try LegacyFile(path)
    try file.mission(
      "vp-mission-aaaa1111", status: "waiting_for_input",
      [("claim_expires_at", .text("2999-01-01T00:00:00Z"))])
    file.close()
    #expect(await home.run("import", path).code == 0)
    let get = await home.run("get", "aaaa1111")
    #expect(get.err.contains("missionlog why aaaa1111"), "\(get.err)")
    let status = await home.run("status", "--json")
    #expect(status.out.contains(#""next_command":"missionlog why vp-mission-aaaa1111""#))
    let why = await home.run("why", "aaaa1111")
    let words = why.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("where it was imported from"), "\(why.out)")
  }

  @Test(arguments: [("nothing.db", Int32(66), "not_found"), ("text.db", 78, "not_a_ledger")])
  func aFileThatIsNoLedgerOfThePredecessorIsRefused(
    name: String, exit: Int32, code: String
  ) async throws {
    try FileSystem.writeAtomically(Array("no ledger".utf8), to: folder.file("text.db"))
    let run = await home.run("import", folder.file(name), "--json")
    #expect(run.code == exit)
    #expect(run.out.contains(#""code":"\#(code)""#), "\(run.out)")
  }
}
