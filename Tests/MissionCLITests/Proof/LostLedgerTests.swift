import Foundation
import MissionTesting
import Platform
import Testing

/// Homes and backups that lack what they have had: no command takes that for nothing.
@Suite struct LostLedgerTests {
  private let home = CommandLineHome()
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
    #expect(unread.code == 74 && unread.out.contains("is not a backup's manifest"))
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

  // MARK: Events

  /// A mission whose events the bridge has carried.
  private func carried() async throws -> String {
    let run = await home.run(
      "dispatch", "--vp", "vp.general.primary", "--objective", "x", "--source-session-id", "s1",
      "--idempotency-key", "k", "--json")
    #expect(run.code == 0)
    #expect(await home.run("bridge", "run", "--once").code == 0)
    return try #require(run.out.firstMatch(of: /"mission_id":"([^"]+)"/).map { String($0.1) })
  }

  /// Takes a file of the ledger away, as in a copy of a home in which it was left out.
  private func lose(_ suffix: String) {
    for suffix in [suffix, "-shm", ".lock"] {
      try? FileManager.default.removeItem(atPath: home.path + "/vp_state.db" + suffix)
    }
  }

  @Test func eventsThatTheBridgeHasReadAndThatAreGoneAreABreak() async throws {
    _ = try await carried()
    #expect(await home.run("verify", "--full").code == 0)
    lose("-wal")
    let verify = await home.run("verify", "--json")
    #expect(verify.code == 1)
    #expect(verify.out.contains("the log has 0 events, but the bridge has read 1 of it"))
    #expect(await home.run("doctor").code == 1)
    // Whoever knows of it sets the cursor.
    let set = await home.run("bridge", "cursor", "reset-to-latest", "--ledger", "vp")
    #expect(set.code == 0)
    #expect(await home.run("verify").code == 0)
  }

  @Test func anotherEventThanTheBridgeHasReadIsABreak() async throws {
    _ = try await carried()
    lose("-wal")
    _ = try await home.dispatch("other")
    let verify = await home.run("verify")
    #expect(verify.code == 1 && verify.out.contains("its event 1 is not the one that the bridge"))
  }

  @Test func aHomeThatWasRestoredIsAsTheBridgeHasReadIt() async throws {
    _ = try await carried()
    let backup = await backup()
    #expect(await home.run("verify", "--full", "--home", backup).code == 0)
    let target = folder.file("restored")
    #expect(await home.run("restore", backup, "--home", target).code == 0)
    let verify = await home.run("verify", "--full", "--home", target, "--json")
    #expect(verify.code == 0 && verify.out.contains("the bridge's cursor"), "\(verify.out)")
  }

  @Test func aBrokenRuntimeLedgerIsNoWitnessAgainstOthers() async throws {
    _ = try await carried()
    try home.sqlite3("UPDATE bridge_cursors SET position = 99", on: "runtime_state.db")
    let verify = await home.run("verify", "--full")
    #expect(verify.code == 1)
    #expect(verify.out.contains("runtime: BROKEN") && verify.out.contains("vp: whole"))
    #expect(verify.out.contains("the bridge's cursor ("))
  }

  // MARK: A lane that no configuration names

  @Test func aLedgerThatNoLaneNamesIsNotPassedOverInSilence() async throws {
    #expect(await home.run("init").code == 0)
    let config = home.path + "/config.yaml"
    let lanes = "lanes: {extra: {ledger: e.db}}\nvps: {vp.extra: {lane: extra}}\n"
    try FileSystem.writeAtomically(Array(lanes.utf8), to: config)
    let id = try await home.dispatch("a", vp: "vp.extra")
    #expect(await home.run("list").err == "")
    try FileSystem.writeAtomically([], to: config)
    let said = "e.db: this home has used it, but no lane in the configuration names it"
    for command in ["list", "status"] {
      let run = await home.run(command)
      #expect(run.code == 0 && run.err.contains(said), "\(command): \(run.err)")
    }
    #expect(await home.run("list", "--json").out.contains(#""code":"ledger_unavailable""#))
    let doctor = await home.run("doctor")
    #expect(doctor.code == 1 && doctor.out.contains("ledger e.db"))
    let verify = await home.run("verify", "--json")
    #expect(verify.code == 0)
    #expect(
      verify.out.contains(
        #"{"ledger":"e.db","size":0,"root":null,"checked":[],"not_checked":["everything"]"#))
    #expect(await home.run("verify").out.contains("e.db: not checked"))
    let copied = await home.run("backup", folder.file("backup"))
    #expect(copied.code == 78 && copied.err.contains(said))
    #expect(await home.run("get", id).code == 78)
    // Whoever doesn't want it any more moves it away.
    try FileSystem.renameFile(home.path + "/e.db", to: folder.file("e.db"))
    #expect(await !home.run("list").err.contains("e.db"))
    #expect(await home.run("get", id).code == 66)
  }

  @Test func aLedgerThatNoLaneNamesIsNotMissedByItsRoots() async throws {
    #expect(await home.run("init").code == 0)
    let config = home.path + "/config.yaml"
    let lanes = "lanes: {extra: {ledger: e.db}}\nvps: {vp.extra: {lane: extra}}\n"
    try FileSystem.writeAtomically(Array(lanes.utf8), to: config)
    _ = try await home.dispatch("a", vp: "vp.extra")
    let roots = folder.file("roots")
    try FileSystem.writeAtomically(Array(await home.run("root").out.utf8), to: roots)
    let backup = await backup()
    try FileSystem.writeAtomically([], to: config)
    let verify = await home.run("verify", "--against", roots)
    #expect(verify.code == 0 && !verify.out.contains("BROKEN"), "\(verify.out)")
    #expect(verify.out.contains("extra: not checked") && verify.out.contains("e.db: not checked"))
    // A backup knows its files by name.
    try FileSystem.writeAtomically([], to: backup + "/config.yaml")
    let copy = await home.run("verify", "--home", backup)
    #expect(copy.code == 0 && copy.out.contains("extra: not checked"), "\(copy.out)")
    #expect(!copy.out.contains("e.db: not checked"))
    // Once it is gone, it is missed.
    try FileSystem.removeFile(home.path + "/e.db")
    #expect(await home.run("verify", "--against", roots).out.contains("extra: BROKEN"))
  }

  // MARK: Ledgers that can't be written

  /// Puts a folder where the file of a ledger's lock should be: it can be read, and not be written.
  private func bar(_ ledger: String) throws {
    let lock = home.path + "/" + ledger + ".lock"
    try FileSystem.removeFile(lock)
    try FileSystem.makePrivateDirectory(lock)
  }

  @Test(arguments: [["compact"], ["rebuild", "--all"], ["sql", "SELECT 1"]])
  func whatCouldDoNothingFailsByTheLedgersError(command: [String]) async throws {
    _ = try await home.dispatch("a")
    try home.spoil("vp_state.db", "coder_vp_state.db", "runtime_state.db")
    let run = await home.run(command + ["--json"])
    #expect(run.code == 78)
    #expect(run.out.hasPrefix(#"{"ok":false,"error":{"code":"not_a_ledger""#), "\(run.out)")
  }

  @Test(arguments: [["compact"], ["rebuild", "--all"]])
  func whatLeftOutALedgerSaysSoAndEndsWithItsError(command: [String]) async throws {
    _ = try await home.dispatch("a")
    try home.spoil("coder_vp_state.db")
    let run = await home.run(command + ["--json"])
    #expect(run.code == 78)
    #expect(run.out.contains(#""ledger":"vp""#) && run.out.contains(#""error":"not_a_ledger""#))
    let start = #"{"ok":false,"error":{"code":"not_a_ledger","message":"ledger coder is left out"#
    #expect(run.out.hasPrefix(start), "\(run.out)")
  }

  @Test func aReconciliationThatCouldNotBeWrittenDoesNotSayThatThereWasNothing() async throws {
    let clock = TestClock()
    let words = ["dispatch", "--vp", "vp.general.primary", "--objective", "x", "--deadline", "1h"]
    #expect(await home.run(words, clocks: clock.clocks).code == 0)
    clock.advance(seconds: 7_200)
    try bar("vp_state.db")
    #expect(await home.run(["reconcile", "--dry-run"], clocks: clock.clocks).code == 1)
    let run = await home.run(["reconcile"], clocks: clock.clocks)
    #expect(run.out == "nothing was reconciled\n1 more verdict left to the next run\n")
    #expect(run.err.contains("ledger vp was not reconciled to its end"))
  }
}
