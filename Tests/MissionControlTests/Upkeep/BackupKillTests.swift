import EventLog
import Foundation
import Glibc
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

/// A backup or a restore that is killed leaves nothing that passes for one, and the next one ends
/// it.
@Suite struct BackupKillTests {
  private let bridge: BridgeBench
  private let folder: String
  private let target: Home

  init() throws {
    bridge = try BridgeBench()
    folder = bridge.bench.home.folder.file("backup")
    target = Home(path: bridge.bench.home.folder.file("restored"), origin: "a test")
  }

  /// Ends the process at the nth time that it is called.
  private static func deadline(_ step: Int) -> @Sendable (String, Int, Int) -> Void {
    let counted = Condition(0)
    return { _, _, _ in
      let isDue = counted.change { count in
        count += 1
        return count == step
      }
      if isDue { kill(getpid(), SIGKILL) }
    }
  }

  private var backup: HomeBackup { HomeBackup(of: bridge.bench.fleet, into: folder) }

  private func story() async throws -> MissionID {
    let id = try await bridge.complete()
    try await bridge.carryAll()
    try await bridge.complete()
    return id
  }

  @Test(arguments: [1, 2, 3])
  func aKilledBackupIsNone(step: Int) async throws {
    let id = try await story()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [home = bridge.bench.home.home.path as String, folder = folder as String, step = step as Int]
      in
      let fleet = Home(path: home, origin: "a test").fleet()
      _ = try await HomeBackup(of: fleet, into: folder)
        .run(progress: BackupKillTests.deadline(step))
    }
    let half = Home(path: folder, origin: "a test").fleet()
    #expect(await refusal { _ = try await half.get(id, GetRequest()) } == .notFound)
    #expect(
      await refusal {
        _ = try await half.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
      } == .notFound)
    #expect(throws: MissionError.self) { try BackupManifest(of: folder) }
    let manifest = try await backup.run().manifest
    #expect(try BackupManifest(of: folder) == manifest)
    #expect(
      try FileSystem.names(in: folder)
        == (manifest.ledgers.map(\.file) + [BackupManifest.fileName]).sorted())
    let whole = Home(path: folder, origin: "a test").fleet()
    #expect(try await whole.get(id, GetRequest()).mission.state.status == .completed)
  }

  @Test(arguments: [1, 2, 3])
  func aKilledRestoreIsNoHome(step: Int) async throws {
    let id = try await story()
    let manifest = try await backup.run().manifest
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [folder = folder as String, target = target.path as String, step = step as Int] in
      _ = try await Restoration(
        of: folder, into: Home(path: target, origin: "a test"),
        Surroundings(freeBytes: { _ in nil }, durability: EventLog.Options.Durability.none)
      ).run(.tester, progress: BackupKillTests.deadline(step))
    }
    let half = target.fleet()
    #expect(await refusal { _ = try await half.get(id, GetRequest()) } == .notFound)
    #expect(
      await refusal {
        _ = try await half.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
      } == .notFound)
    let result = try await restore()
    #expect(result.cursors.map(\.ledger) == ["vp"])
    #expect(
      try FileSystem.names(in: target.path)
        == (manifest.ledgers.map(\.file) + [LedgerList.name]).sorted())
    let whole = target.fleet()
    #expect(try await whole.get(id, GetRequest()).mission.state.status == .completed)
    #expect(try await whole.auditBridge().sources.allSatisfy { $0.audit.isSound })
  }

  /// Killed while its files got their places, the moment that no progress tells of.
  @Test func whatWasKilledAmongItsLastStepsIsClearedToo() async throws {
    let id = try await story()
    _ = try await backup.run()
    _ = try await restore()
    for path in [folder, target.path] {
      let inside = path + "/.partial"
      try FileSystem.makePrivateDirectory(inside)
      try FileSystem.writeAtomically([], to: inside + "/lock")
      try FileSystem.renameFile(path + "/vp_state.db", to: inside + "/vp_state.db")
      let half = Home(path: path, origin: "a test").fleet()
      #expect(await refusal { _ = try await half.get(id, GetRequest()) } == .notFound)
    }
    _ = try await backup.run()
    _ = try await restore()
    let whole = target.fleet()
    #expect(try await whole.get(id, GetRequest()).mission.state.status == .completed)
  }

  /// A backup that failed as its last folder was synced.
  @Test func whatItsLastStepLeftDoesNotMakeAFolderFull() async throws {
    _ = try await story()
    try FileSystem.makePrivateDirectory(folder + "/.filled")
    try FileSystem.writeAtomically([], to: folder + "/.filled/lock")
    _ = try await HomeBackup(of: bridge.bench.fleet, into: folder).run()
    #expect(try BackupManifest(of: folder).ledgers.count == 3)
    #expect(try !FileSystem.names(in: folder).contains(".filled"))
  }

  @Test func aFolderOfThatNameWithAnythingElseInItIsLeftAlone() async throws {
    _ = try await story()
    try FileSystem.makePrivateDirectory(folder + "/.filled")
    try FileSystem.writeAtomically([1], to: folder + "/.filled/notes")
    await #expect(throws: MissionError.self) {
      try await HomeBackup(of: bridge.bench.fleet, into: folder).run()
    }
    #expect(try FileSystem.names(in: folder + "/.filled") == ["notes"])
  }

  /// Killed when all was there, but for what tells that it was being filled.
  @Test func whatWasKilledAtItsEndIsWholeAndIsTidiedByItsFirstWriter() async throws {
    let id = try await story()
    _ = try await HomeBackup(of: bridge.bench.fleet, into: folder).run()
    _ = try await restore()
    try FileSystem.makePrivateDirectory(target.path + "/.filled")
    try FileSystem.writeAtomically([], to: target.path + "/.filled/lock")
    let whole = target.fleet()
    #expect(try await whole.get(id, GetRequest()).mission.state.status == .completed)
    _ = try await whole.annotate(id, MissionAnnotated(note: "here"), .tester)
    #expect(try !FileSystem.names(in: target.path).contains(".filled"))
  }

  @Test func aFolderIsUnfinishedAgainBeforeItsLastStepIsTakenBack() throws {
    let other = try FilledFolder(folder, for: ["a"])
    try other.write([1], as: "a")
    try FileSystem.renameFile(other.inside, to: folder + "/.filled")
    try FileSystem.renameFile(folder + "/.filled/a", to: folder + "/a")
    other.abandon()
    #expect((try? FileSystem.info(folder)) == nil)
  }

  @Test func aFolderThatAnotherProcessFillsIsRefused() async throws {
    _ = try await story()
    let other = try FilledFolder(folder, for: ["a"])
    #expect(await refusal { _ = try await backup.run() } == .vpDBLocked)
    try other.write([1], as: "a")
    try other.finish()
    #expect(try FileSystem.names(in: folder) == ["a"])
    #expect(
      await refusal { _ = try await backup.run() } == .validationError)
  }

  @Test func whatSomebodyPutIntoAKilledBackupIsKept() async throws {
    _ = try await story()
    try FileSystem.makePrivateDirectory(folder + "/.partial")
    try FileSystem.writeAtomically([], to: folder + "/.partial/lock")
    try FileSystem.writeAtomically([1], to: folder + "/mine")
    #expect(
      await refusal { _ = try await backup.run() } == .validationError)
    #expect(try FileSystem.names(in: folder) == ["mine"])
  }

  private func restore() async throws -> RestoreResult {
    try await Restoration(
      of: folder, into: target,
      Surroundings(freeBytes: { _ in nil }, durability: EventLog.Options.Durability.none)
    ).run(.tester)
  }
}
