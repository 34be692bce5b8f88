import CanonicalJSON
import EventLog
import EventLogSQLite
import EventProjections
import Foundation
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

@Suite struct BackupTests {
  private let bridge: BridgeBench
  private var bench: Bench { bridge.bench }
  private var home: TemporaryHome { bench.home }
  private let folder: String
  private let target: Home

  init() throws {
    bridge = try BridgeBench()
    folder = bridge.bench.home.folder.file("backup")
    target = Home(path: bridge.bench.home.folder.file("restored"), origin: "a test")
  }

  private func backup() async throws -> BackupManifest {
    try await HomeBackup(of: bench.fleet, into: folder).run().manifest
  }

  private func restore() async throws -> RestoreResult {
    try await Restoration(
      of: folder, into: target,
      Surroundings(freeBytes: { _ in nil }, durability: EventLog.Options.Durability.none)
    ).run(.tester)
  }

  private func roots(_ fleet: Fleet) async throws -> [String: LogRoot] {
    var roots: [String: LogRoot] = [:]
    for log in try await fleet.logs().logs { roots[log.log.name] = try await log.log.root() }
    return roots
  }

  @Test func aBackupHoldsEveryLedgerTheRuntimeOneFirst() async throws {
    try await bridge.complete()
    try await bridge.carryAll()
    let manifest = try await backup()
    #expect(manifest.ledgers.map(\.ledger) == ["runtime", "coder", "vp"])
    let roots = try await roots(bench.fleet)
    for entry in manifest.ledgers {
      #expect(roots[entry.ledger]?.size == entry.size)
      #expect(roots[entry.ledger]?.hex == entry.root)
    }
    #expect(try BackupManifest(of: folder) == manifest)
    #expect(
      try FileSystem.names(in: folder) == [
        "coder_vp_state.db", "manifest.json", "runtime_state.db", "vp_state.db",
      ])
  }

  @Test func aBackupNeedsTheRoomThatItTakesAndNoMore() async throws {
    for _ in 0..<3 { try await bridge.complete() }
    // What lies beside the ledgers is not small.
    #expect(try FileSystem.info(home.home.path + "/vp_state.db-wal").bytes > 0)
    let needed = try await backup().ledgers.reduce(Int64(0)) { $0 + $1.bytes }
    let other = home.folder.file("other")
    func copy(free: Int64) async throws {
      let fleet = home.fleet(freeBytes: { _ in free })
      defer { fleet.close() }
      _ = try await HomeBackup(of: fleet, into: other).run()
    }
    #expect(await refusal { try await copy(free: needed - 1) } == .ledgerFull)
    try await copy(free: needed)
  }

  @Test func readingABackupLeavesItAsItIsAndWritingToItIsRefused() async throws {
    let id = try await bench.dispatch()
    _ = try await backup()
    let before = try FileSystem.names(in: folder)
    let copy = Home(path: folder, origin: "a test").fleet()
    #expect(try await copy.get(id, GetRequest()).mission.state.status == .queued)
    #expect(try await copy.logs().logs.count == 3)
    let refused = await refusal {
      _ = try await copy.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
    }
    #expect(refused == .ledgerReadOnly)
    copy.close()
    #expect(try FileSystem.names(in: folder) == before)
  }

  @Test func aBackupUnderLoadIsAPrefixThatVerifies() async throws {
    let (rounds, isOver) = (Condition(0), Condition(false))
    let writers = Task { [bridge] in
      while !isOver.withLock({ $0 }) {
        try await bridge.complete()
        try await bridge.carryAll()
        rounds.change { $0 += 1 }
      }
    }
    defer { isOver.change { $0 = true } }
    #expect(try await eventually { rounds.withLock { $0 } > 5 })
    // No ledger's copy ends before it was written to once more.
    let manifest = try await HomeBackup(of: bench.fleet, into: folder).run { _, _, _ in
      let seen = rounds.withLock { $0 }
      let _: Void? = rounds.wait(upToSeconds: 30) { $0 > seen ? () : nil }
    }.manifest
    isOver.change { $0 = true }
    try await writers.value
    let heads = try await bench.heads()
    for entry in manifest.ledgers where entry.ledger != "coder" {
      #expect(entry.size < heads[entry.ledger] ?? 0)
    }
    let copy = Home(path: folder, origin: "a test").fleet()
    for log in try await copy.logs().logs {
      #expect(try await log.log.verify(.full).firstBreak == nil)
      #expect(try await log.check().allSatisfy(\.isSound))
      let entry = try #require(manifest.ledgers.first { $0.ledger == log.log.name })
      let live = try await bench.fleet.log(entry.ledger).log.root(at: entry.size)
      #expect(live.hex == entry.root)
    }
    for source in try await copy.bridgeMetrics().sources {
      #expect(source.cursor.position <= source.head ?? 0, "no cursor is ahead of its source")
      #expect(source.lastError == nil)
    }
  }

  @Test func aRestoredHomeGoesOnAsAWhole() async throws {
    let id = try await bridge.complete()
    try await bridge.carryAll()
    try await bridge.complete()
    _ = try await backup()
    let before = try await roots(bench.fleet)
    let result = try await restore()
    #expect(result.ledgers.map(\.entry.ledger) == ["runtime", "coder", "vp"])
    #expect(result.ledgers.allSatisfy { $0.lineage != $0.entry.lineage })
    #expect(result.cursors.map(\.ledger) == ["vp"])
    #expect(result.unset.isEmpty)
    let restored = target.fleet()
    let after = try await roots(restored)
    #expect(after["vp"] == before["vp"])
    #expect(after["coder"] == before["coder"])
    #expect(try await restored.get(id, GetRequest()).mission.state.status == .completed)
    let carrier = Bridge(restored)
    try await restored.pool.run { while try carrier.step().hasMore {} }
    let audit = try await restored.auditBridge()
    #expect(audit.sources.allSatisfy { $0.audit.isSound && $0.notChecked == nil })
    var request = FeedRequest(session: BridgeBench.session)
    request.after = 0
    request.types = .all
    #expect(try await restored.readFeed(request).items.count == 6)
    for log in try await restored.logs().logs {
      #expect(try await log.log.verify(.full).firstBreak == nil)
    }
    _ = try await restored.dispatch(DispatchRequest(vpID: .general, objective: "on"), .tester)
  }

  @Test(arguments: [
    ("UPDATE missions SET status = 'running'", "the backup's projection missions didn't match"),
    ("DROP TABLE missions", "the backup's projection missions didn't match"),
    (
      "INSERT INTO parked_events VALUES ('missions', 1, 'made up')",
      "the backup's projection missions didn't match"
    ),
    (
      "INSERT INTO parked_events VALUES ('others', 1, 'made up')",
      "events were parked for a projection others"
    ),
    (
      "CREATE TRIGGER more AFTER UPDATE ON missions BEGIN DELETE FROM sessions; END",
      "the backup's projection missions didn't match"
    ),
  ])
  func rowsThatABackupHasOtherThanItsEventsSayAreRebuilt(
    sql: String, message: String
  ) async throws {
    let id = try await bridge.complete()
    try await bridge.carryAll()
    _ = try await backup()
    let connection = try Connection(.init(path: folder + "/vp_state.db", mode: .readWrite))
    try connection.execute(sql)
    _ = try connection.checkpoint(.truncate)
    connection.close()
    let result = try await restore()
    #expect(result.warnings.count == 1 && result.warnings[0].ledger == "vp")
    #expect(result.warnings[0].message.hasPrefix("ledger vp: " + message))
    let restored = target.fleet()
    #expect(try await restored.get(id, GetRequest()).mission.state.status == .completed)
    for log in try await restored.logs().logs {
      #expect(try await log.log.verify(.full).firstBreak == nil)
      #expect(try await log.schemaBreak() == nil)
      let rows = try await log.verifyRows(.full)
      #expect(rows.checks.allSatisfy(\.isWhole) && rows.parkedStranger == nil)
    }
    _ = try await restored.dispatch(DispatchRequest(vpID: .general, objective: "on"), .tester)
  }

  @Test func whatNoRebuildMendsInABackupIsToldAndItsEventsAreRestored() async throws {
    let id = try await bridge.complete()
    _ = try await backup()
    let connection = try Connection(.init(path: folder + "/vp_state.db", mode: .readWrite))
    try connection.execute("CREATE TABLE more (x); UPDATE missions SET status = 'running'")
    _ = try connection.checkpoint(.truncate)
    connection.close()
    let result = try await restore()
    #expect(result.warnings.map(\.kind) == [.backupDamaged, .backupDamaged])
    #expect(result.warnings.first?.message.contains("the table more is none") == true)
    #expect(try await target.fleet().get(id, GetRequest()).mission.state.status == .completed)
  }

  @Test func aDamagedLedgerIsCopiedAsItIsAndTold() async throws {
    let id = try await bridge.complete()
    // Beyond the newest events, whose leaves the root itself is told by.
    try await bench.fleet.writableLog(named: "vp").write { transaction in
      for _ in 0..<256 {
        try transaction.append(
          NewEvent(type: "a.word", payload: .emptyObject, actor: "a test"), to: .log)
      }
    }
    bench.fleet.close()
    let path = bench.fleet.home.path + "/vp_state.db"
    let connection = try Connection(.init(path: path, mode: .readWrite))
    try connection.execute(
      "DROP TRIGGER events_no_update; UPDATE events SET trace_id = 'x' WHERE position = 1")
    _ = try connection.checkpoint(.truncate)
    connection.close()
    let result = try await HomeBackup(of: bench.fleet, into: folder).run()
    #expect(result.damage?.code == .ledgerCorrupt)
    #expect(result.warnings.map(\.kind) == [.backupDamaged])
    #expect(result.warnings.first?.message.contains("position 1: event vp:1") == true)
    #expect(await refusal { _ = try await restore() } == .ledgerCorrupt)
    let copy = Home(path: folder, origin: "a test").fleet()
    #expect(try await copy.list(ListRequest()).missions.contains { $0.id == id })
  }

  @Test func whatNoLongerKeepsABackupAppendOnlyIsTold() async throws {
    try await bridge.complete()
    _ = try await backup()
    let connection = try Connection(.init(path: folder + "/vp_state.db", mode: .readWrite))
    try connection.execute("DROP TRIGGER events_no_update")
    _ = try connection.checkpoint(.truncate)
    connection.close()
    let warnings = try await restore().warnings
    #expect(warnings.map(\.kind) == [.backupDamaged])
    #expect(warnings.first?.message.contains("append-only: events_no_update") == true)
  }

  @Test func aBackupWhoseManifestLeavesOutALedgerThatLiesInItIsNotRestored() async throws {
    try await bridge.complete()
    var manifest = try await backup()
    manifest.ledgers.removeAll { $0.ledger == "vp" }
    try FileSystem.writeAtomically(manifest.json, to: folder + "/manifest.json")
    #expect(await refusal { _ = try await restore() } == .ledgerCorrupt)
    #expect(!FileSystem.exists(target.path))
    try FileSystem.removeFile(folder + "/vp_state.db")
    #expect(try await restore().ledgers.map(\.entry.ledger) == ["runtime", "coder"])
  }

  @Test func aManifestThatNamesALedgerTwiceIsNone() async throws {
    try await bridge.complete()
    var manifest = try await backup()
    manifest.ledgers.append(manifest.ledgers[0])
    try FileSystem.writeAtomically(manifest.json, to: folder + "/manifest.json")
    #expect(await refusal { _ = try await restore() } == .validationError)
  }

  @Test func aBackupThatMayLackALaneIsRefused() async throws {
    try await bridge.complete()
    let fleet = home.fleet("lanes: 7")
    let backup = HomeBackup(of: fleet, into: folder)
    #expect(await refusal { _ = try await backup.run() } == .configInvalid)
    #expect(!FileSystem.exists(folder))
  }

  @Test func whatIsWrongWithItsConfigurationKeepsNoBackupFromBeingRestored() async throws {
    try await bridge.complete()
    try await bridge.carryAll()
    _ = try await backup()
    try FileSystem.writeAtomically(
      Array("lease_tll: 5\nlanes: 7\n".utf8), to: folder + "/config.yaml")
    let restored = try await restore()
    #expect(restored.cursors.map(\.ledger) == ["vp"] && restored.unset.isEmpty)
    #expect(restored.warnings.map(\.kind) == [.configuration, .configuration])
    #expect(restored.warnings.allSatisfy { $0.message.contains(target.path + "/config.yaml") })
  }

  @Test func aFolderThatIsNotEmptyIsRefused() async throws {
    try await bench.dispatch()
    try FileSystem.makePrivateDirectory(folder)
    try FileSystem.writeAtomically([1], to: folder + "/kept")
    #expect(await refusal { _ = try await backup() } == .validationError)
    #expect(try FileSystem.names(in: folder) == ["kept"])
    try FileSystem.removeFile(folder + "/kept")
    _ = try await backup()
    #expect(await refusal { _ = try await backup() } == .validationError)
    try FileSystem.makePrivateDirectory(target.path)
    try FileSystem.writeAtomically([1], to: target.path + "/kept")
    #expect(await refusal { _ = try await restore() } == .validationError)
  }

  @Test func aBackupThatIsNotWhatItsManifestSaysIsNotRestored() async throws {
    try await bench.dispatch()
    var manifest = try await backup()
    let last = manifest.ledgers.count - 1
    manifest.ledgers[last].root = String(repeating: "0", count: 64)
    try FileSystem.writeAtomically(manifest.json, to: folder + "/manifest.json")
    #expect(await refusal { _ = try await restore() } == .ledgerCorrupt)
    #expect((try? FileSystem.info(target.path)) == nil, "nothing is left of it")
    try FileSystem.removeFile(folder + "/manifest.json")
    #expect(await refusal { _ = try await restore() } == .notFound)
  }

  @Test func aBackupThatLacksALedgerOfItsManifestIsNotRestored() async throws {
    try await bridge.complete()
    _ = try await backup()
    try FileSystem.removeFile(folder + "/vp_state.db")
    #expect(await refusal { _ = try await restore() } == .ledgerCorrupt)
    #expect(!FileSystem.exists(target.path + "/runtime_state.db"))
  }

  @Test func aSickLedgerStopsABackupAndNothingIsLeft() async throws {
    try await bench.dispatch()
    bench.fleet.close()
    try home.overwrite("coder_vp_state.db", with: String(repeating: "x", count: 5_000))
    #expect(await refusal { _ = try await backup() } == .notALedger)
    #expect((try? FileSystem.info(folder)) == nil)
  }
}
