import Foundation
import MissionTesting
import Platform
import Testing

@Suite struct BackupCommandTests {
  private let home = CommandLineHome()
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func aBackupIsReadByEveryReadingCommandAndRestored() async throws {
    let id = try await home.dispatch("a")
    let backup = folder.file("backup")
    let run = await home.run("backup", backup)
    #expect(run.code == 0, "\(run.err)")
    #expect(run.out.hasSuffix("copied to \(backup)\n"))
    let root = await home.run("root", "--ledger", "vp", "--json").out
    for command in [
      ["get", id], ["list"], ["status"], ["timeline", id], ["why", id], ["verify", "--full"],
      ["root"], ["doctor"], ["log"], ["projections"], ["stats"], ["export", "--ledger", "vp"],
      ["sql", "SELECT count(*) FROM events"], ["list", "--as-of", "vp:1"],
    ] {
      let run = await home.run(command + ["--home", backup])
      #expect(run.code == 0, "\(command): \(run.err)\(run.out)")
    }
    for words in [["cancel", id], ["prune"]] {
      let refused = await home.run(words + ["--home", backup, "--json"])
      #expect(refused.code == 74 && refused.out.contains("ledger_read_only"), "\(refused)")
    }
    let target = folder.file("restored")
    let restored = await home.run("restore", backup, "--home", target, "--json")
    #expect(restored.code == 0, "\(restored.out)")
    #expect(restored.out.contains(#""ledger":"vp","size":1,"#))
    let other = await home.run("root", "--ledger", "vp", "--json", "--home", target).out
    #expect(
      other.split(separator: #""roots""#).last == root.split(separator: #""roots""#).last)
    #expect(await home.run("doctor", "--home", target).code == 0)
    #expect(await home.run("cancel", id, "--home", target).code == 0)
  }

  @Test func aHomeThatIsRestoredIntoAnEmptyFolderIsClosedToOthers() async throws {
    _ = try await home.dispatch("a")
    #expect(await home.run("backup", folder.file("backup")).code == 0)
    let target = folder.file("restored")
    try FileManager.default.createDirectory(
      atPath: target, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
    #expect(await home.run("restore", folder.file("backup"), "--home", target).code == 0)
    #expect(try FileSystem.info(target).mode & 0o777 == 0o700)
  }

  @Test func whatIsNotEmptyOrNoBackupIsRefused() async throws {
    _ = try await home.dispatch("a")
    let again = await home.run("backup", home.path, "--json")
    #expect(again.code == 64)
    #expect(again.out.contains("is not empty"))
    let nothing = await home.run("restore", folder.path, "--home", folder.file("x"), "--json")
    #expect(nothing.code == 66)
    let nowhere = await home.run("backup", folder.file("y"), "--home", folder.file("z"), "--json")
    #expect(nowhere.code == 66)
  }

  @Test func aCompactedHomeSaysWhatItSaid() async throws {
    let id = try await home.dispatch("a")
    let before = await home.run("export").out
    let run = await home.run("compact")
    #expect(run.code == 0, "\(run.err)")
    #expect(run.out.contains("LEDGER"))
    #expect(await home.run("export").out == before)
    #expect(await home.run("verify", "--full").code == 0)
    let json = await home.run("compact", "--ledger", "vp", "--json")
    #expect(json.out.contains(#""ledgers":[{"ledger":"vp","size":1,"#), "\(json.out)")
    #expect(await home.run("compact", "--ledger", "none").code == 66)
    #expect(await home.run("get", id).code == 0)
  }

  @Test func anExportIsImportedIntoAnEmptyHome() async throws {
    let id = try await home.dispatch("a")
    let file = folder.file("all.jsonl")
    try FileSystem.writeAtomically(Array(await home.run("export").out.utf8), to: file)
    let target = folder.file("other")
    let run = await home.run("import", file, "--home", target)
    #expect(run.code == 0, "\(run.err)")
    #expect(run.out.contains("vp: 1 event restored, to the same root"))
    #expect(await home.run("get", id, "--home", target).code == 0)
    let again = await home.run("import", file, "--home", target, "--json")
    #expect(again.out.contains(#""vp":0"#))
  }
}
