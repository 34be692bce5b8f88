import Foundation
import MissionTesting
import Platform
import Testing

@testable import MissionCLI

/// Homes and backups that lack what they have had: no command takes that for nothing.
@Suite struct LostLedgerTests {
  private let home = TemporaryHome()
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  // MARK: A backup

  private func backup() async -> String {
    let backup = folder.file("backup")
    #expect(await home.run("backup", backup).code == 0)
    return backup
  }

  @Test func aBackupThatLacksALedgerIsNotSound() async throws {
    let id = try await home.dispatch("a")
    let backup = await backup()
    try FileSystem.removeFile(backup + "/vp_state.db")
    let verify = await home.run("verify", "--full", "--home", backup, "--json")
    #expect(verify.code == 1)
    #expect(verify.out.contains(#"{"ledger":"vp","size":0,"root":null"#), "\(verify.out)")
    let doctor = await home.run("doctor", "--home", backup)
    #expect(doctor.code == 1 && doctor.out.contains("put it back from another copy"))
    let list = await home.run("list", "--home", backup)
    #expect(list.err.contains("vp_state.db is missing") && !list.err.contains("missionlog init"))
    #expect(await home.run("get", id, "--home", backup).code == 74)
  }

  @Test func aBackupIsHeldAgainstTheRootsOfItsManifest() async throws {
    _ = try await home.dispatch("a")
    let backup = await backup()
    let sound = await home.run("verify", "--home", backup)
    #expect(sound.code == 0 && sound.out.contains("kept roots (1)"))
    let manifest = backup + "/manifest.json"
    let text = try String(contentsOfFile: manifest, encoding: .utf8)
    let root = try #require(text.firstMatch(of: /"vp_state.db",.*"root":"([0-9a-f]{64})"/)?.1)
    let other = String(root.reversed())
    try FileSystem.writeAtomically(
      Array(text.replacing(String(root), with: other).utf8), to: manifest)
    let verify = await home.run("verify", "--home", backup)
    #expect(verify.code == 1)
    #expect(verify.out.contains("was kept"))
    try FileSystem.writeAtomically(Array("{}".utf8), to: manifest)
    let unread = await home.run("verify", "--home", backup, "--json")
    #expect(unread.code == 74 && unread.out.contains("is no manifest of a backup"))
  }

  @Test func aHomeThatWasJustRestoredMissesALedgerToo() async throws {
    _ = try await home.dispatch("a")
    let backup = await backup()
    let target = folder.file("restored")
    #expect(await home.run("restore", backup, "--home", target).code == 0)
    #expect(await home.run("verify", "--full", "--home", target).code == 0)
    try FileSystem.removeFile(target + "/vp_state.db")
    let list = await home.run("list", "--home", target)
    #expect(list.err.contains("vp_state.db is missing"))
    #expect(await home.run("verify", "--home", target).code == 1)
  }
}
