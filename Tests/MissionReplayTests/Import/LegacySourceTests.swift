import CanonicalJSON
import EventLog
import EventProjections
import Foundation
import MissionControl
import MissionModel
import MissionStore
import MissionTesting
import Platform
import Testing

@testable import MissionReplay

/// What files of the predecessor may be like: their tables, columns, texts, links and logs.
@Suite struct LegacySourceTests {
  private let home: TemporaryHome
  private let fleet: Fleet
  private let path: String

  init() throws {
    home = try TemporaryHome()
    fleet = home.fleet()
    path = home.folder.file("old.db")
  }

  @discardableResult
  private func run() async throws -> ImportReport {
    try await FleetImport(fleet, .tester).run(path, name: "old.db")
  }

  private func get(_ id: String) async throws -> MissionView {
    try await fleet.get(try Known.mission(id), GetRequest()).mission
  }

  /// A source with three missions, of which one has an event.
  private func fill(hasLog: Bool = false) throws -> LegacyFile {
    let file = try LegacyFile(path, hasLog: hasLog)
    try file.mission("m1", status: "completed")
    try file.event("e1", of: "m1", "vp.mission.dispatched")
    try file.mission("c1", vp: "vp.coder.primary", status: "failed")
    try file.mission("q1", vp: "vp.new.one", status: "queued")
    return file
  }

  @Test func missionsAreReadWhoseEventsNameNone() async throws {
    let file = try LegacyFile(path)
    try file.mission("m1", status: "queued")
    try file.run(
      """
      DROP TABLE vp_events; CREATE TABLE vp_events(event_id TEXT, event_type TEXT);
      INSERT INTO vp_events VALUES ('e1', 'dispatched'), ('e2', 'progress');
      """)
    file.close()
    let report = try await run()
    #expect(report.imported == 1 && report.eventsKept == 0)
    #expect(report.leftOut.contains { $0.what == "vp_events" && $0.count == 2 })
    let odd = try #require(report.oddities.first { $0.kind == .eventWithoutMission })
    #expect(odd.examples.first?.detail == "2 events of a table without mission_id")
    #expect(odd.examples.first?.key == "")
  }

  @Test func rowsAreReadOfTablesThatDontNumberThem() async throws {
    let file = try LegacyFile(path)
    try file.run(
      """
      DROP TABLE vp_missions; DROP TABLE vp_events;
      CREATE TABLE vp_missions(
        mission_id TEXT PRIMARY KEY, vp_id TEXT, status TEXT, objective TEXT) WITHOUT ROWID;
      CREATE TABLE vp_events(
        event_id TEXT PRIMARY KEY, mission_id TEXT, event_type TEXT, created_at TEXT) WITHOUT ROWID;
      INSERT INTO vp_missions VALUES ('m1', 'vp.general.primary', 'completed', 'dig');
      INSERT INTO vp_events VALUES ('z', 'm1', 'mission_dispatched', '2026-01-02T10:00:00Z'),
        ('a', 'm1', 'mission_completed', '2026-01-02T11:00:00Z');
      """)
    file.close()
    let report = try await run()
    #expect(report.imported == 1 && report.eventsKept == 2)
    let events = try await fleet.log("vp").log.read { try $0.events(of: StreamName("mission/m1")) }
    #expect(events.last?.payload.string.contains("mission_completed") == true)
    #expect(try await get("m1").state.status == .completed)
    #expect(try await run().already == 1)
  }

  @Test func namesOfTablesAndColumnsAreReadInAnyLetters() async throws {
    let file = try LegacyFile(path)
    try file.run(
      """
      DROP TABLE vp_missions; DROP TABLE vp_events;
      CREATE TABLE VP_Missions(Mission_ID TEXT PRIMARY KEY, VP_ID TEXT, STATUS TEXT, Objective TEXT);
      CREATE TABLE vp_Events(Event_ID TEXT, MISSION_ID TEXT, Event_Type TEXT, Type TEXT);
      INSERT INTO VP_Missions VALUES ('m1', 'vp.general.primary', 'completed', 'dig');
      INSERT INTO vp_Events VALUES ('e1', 'm1', 'mission_completed', 'end');
      """)
    file.close()
    let report = try await run()
    #expect(report.imported == 1 && report.eventsKept == 1)
    #expect(try await get("m1").state.status == .completed)
    let events = try await fleet.log("vp").log.read { try $0.events(of: StreamName("mission/m1")) }
    let kept = try #require(events.last?.payload.string)
    #expect(kept.contains(#""type":"mission_completed""#) && kept.contains(#""Type":"end""#))
  }

  @Test func aColumnThatHidesTheRowsNumberHidesNoRow() async throws {
    let file = try LegacyFile(path)
    try file.run(
      """
      DROP TABLE vp_missions; DROP TABLE vp_events;
      CREATE TABLE vp_missions(rowid TEXT, mission_id TEXT, vp_id TEXT, status TEXT, objective TEXT);
      CREATE TABLE vp_events(RowID TEXT, _rowid_ TEXT, event_id TEXT, mission_id TEXT);
      INSERT INTO vp_missions VALUES ('x', 'm1', 'vp.general.primary', 'queued', 'dig'),
        ('x', 'm2', 'vp.general.primary', 'queued', 'dig');
      INSERT INTO vp_events VALUES ('y', 'y', 'e1', 'm1'), ('y', 'y', 'e2', 'm2');
      """)
    file.close()
    let report = try await run()
    #expect(report.imported == 2 && report.eventsKept == 2)
  }

  @Test(arguments: [true, false])
  func theSourceIsLeftAsItWasItsLogIncluded(hasLog: Bool) async throws {
    try fill(hasLog: hasLog).close()
    func state() throws -> [String: [UInt8]] {
      var files: [String: [UInt8]] = [:]
      for name in try FileSystem.names(in: home.folder.path) where name.hasPrefix("old.db") {
        // What the writer's own shared memory held says nothing of the ledger.
        if !name.hasSuffix("-shm") {
          files[name] = try FileSystem.read(home.folder.file(name), limit: 1 << 24)
        }
      }
      return files
    }
    let before = try state()
    #expect((before["old.db-wal"]?.isEmpty ?? true) == !hasLog)
    #expect(try await run().imported == 3)
    #expect(try state() == before)
  }

  @Test func aSourceThatIsOpenElsewhereIsReadToo() async throws {
    let file = try fill(hasLog: true)
    #expect(try await run().imported == 3)
    try file.mission("m2", status: "completed")
    file.close()
    #expect(try await run().imported == 1)
  }

  @Test func aSourceIsReadThroughALinkWithItsLog() async throws {
    let file = try fill(hasLog: true)
    let link = home.folder.file("links/old.db")
    try FileSystem.makePrivateDirectory(home.folder.file("links"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let open = try await FleetImport(fleet, .tester).run(link, name: "old.db", isRehearsal: true)
    #expect(open.imported == 3)
    file.close()
    #expect(try await FleetImport(fleet, .tester).run(link, name: "old.db").imported == 3)
  }

  @Test func onlyAJournalWithItsHeaderKeepsASourceFromBeingRead() async throws {
    try fill().close()
    let journal = path + "-journal"
    let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    let rest = [UInt8](repeating: 7, count: 600)
    try FileSystem.writeAtomically(magic + rest, to: journal)
    await #expect(throws: MissionError.self) { try await run() }
    try FileSystem.writeAtomically([UInt8](repeating: 0, count: 28) + rest, to: journal)
    #expect(try await run().imported == 3)
  }

  @Test func aVirtualTableOfAnUnknownModuleIsLeftUncounted() async throws {
    let file = try fill()
    try file.run("CREATE VIRTUAL TABLE found USING fts5(words)")
    file.close()
    let bytes = try FileSystem.read(path, limit: 1 << 24)
    let (known, unknown) = (Array("USING fts5(".utf8), Array("USING vec0(".utf8))
    try FileSystem.writeAtomically(bytes.replacing(known, with: unknown), to: path)
    let report = try await run()
    #expect(report.imported == 3)
    #expect(report.leftOut.first { $0.what == "found" }?.count == .some(nil))
  }

  /// Longer than a ledger's own values may be, and longer than what is kept of any: cut within a
  /// character.
  @Test(arguments: [(17_000_000, 17_000_006, nil), (33_554_431, 33_554_431, 33_554_437)])
  func aValueOfAnyLengthIsReadAndCutOnlyWhereItWouldFillTheMemory(
    zeros: Int, kept: Int, cutFrom: Int?
  ) async throws {
    let file = try fill()
    file.close()
    let made = try OtherProgram.run(
      "/usr/bin/sqlite3",
      [
        path,
        "UPDATE vp_missions SET payload_json = CAST(zeroblob(\(zeros)) AS TEXT) || 'äöü' "
          + "WHERE mission_id = 'm1'",
      ])
    #expect(made.code == 0, "\(made.err)")
    let ledger = try LegacyLedger(path)
    defer { ledger.close() }
    try ledger.prepare()
    let row = try #require(
      try ledger.missionKeys().compactMap { try ledger.mission(at: $0.place) }
        .first { $0["mission_id"].word == "m1" })
    let column = try #require(row.columns.first { $0.name == "payload_json" })
    #expect(column.cutFrom == cutFrom)
    guard case .text(let text) = column.value else {
      Issue.record("a text is a text, though it is cut")
      return
    }
    #expect(text.utf8.count == kept)
  }

  @Test func viewsInThePlaceOfTablesAreRead() async throws {
    let file = try fill()
    for table in ["vp_missions", "vp_events"] {
      try file.run(
        """
        ALTER TABLE \(table) RENAME TO old_\(table);
        CREATE VIEW \(table) AS SELECT * FROM old_\(table);
        """)
    }
    file.close()
    let report = try await run()
    #expect(report.imported == 3 && report.eventsKept == 1)
    #expect(try await get("m1").state.status == .completed)
  }

  @Test func aSourceThatAnotherHoldsForItselfIsSaidToBeHeld() async throws {
    let file = try fill()
    try file.run("BEGIN EXCLUSIVE")
    let error = await #expect(throws: MissionError.self) { try await run() }
    #expect(error?.code == .vpDBLocked)
    #expect(error?.message.contains("another program") == true, "\(error?.message ?? "")")
    file.close()
  }

  @Test func textsThatAreNoUTF8AreKeptAsTheirBytes() async throws {
    let file = try LegacyFile(path)
    try file.mission("a", status: "completed")
    try file.mission("b", status: "failed")
    try file.run(
      """
      UPDATE vp_missions SET result_ref = CAST(x'ff41fe' AS TEXT), mission_id = CAST(x'41ff' AS TEXT)
      WHERE mission_id = 'a';
      UPDATE vp_missions SET mission_id = CAST(x'41fe' AS TEXT) WHERE mission_id = 'b';
      INSERT INTO vp_events(event_id, mission_id, event_type)
      VALUES ('e1', CAST(x'41ff' AS TEXT), 'completed'), ('e2', CAST(x'41fe' AS TEXT), 'failed');
      """)
    file.close()
    let report = try await run()
    #expect((report.imported, report.eventsKept) == (2, 2))
    #expect(report.oddities.first { $0.kind == .noText }?.count == 5)
    let log = try await fleet.log("vp").log
    let events = try await log.read { reader in
      try (1...reader.head).compactMap { try reader.event(at: $0) }
    }
    let first = events.filter { $0.type == "vp.mission.imported" }.map(\.payload.string)
    #expect(first.contains { $0.contains(#""hex":"ff41fe""#) && $0.contains(#""hex":"41ff""#) })
    #expect(first.contains { $0.contains(#""hex":"41fe""#) })
  }

  @Test func anEventThatNamesItsMissionButForWhiteSpaceIsKeptBesideIt() async throws {
    let file = try LegacyFile(path)
    try file.mission("m1\n", status: "completed")
    try file.event("e1", of: "m1", "vp.mission.dispatched")
    try file.event("e2", of: " m1\u{A0}", "vp.mission.completed")
    try file.event("e3", of: "", "vp.mission.completed")
    try file.mission("m2", status: "completed")
    try file.mission("m2 ", status: "completed")
    try file.event("e4", of: "m2 ", "vp.mission.completed")
    file.close()
    let report = try await run()
    #expect(report.eventsKept == 4, "three events, and the row beside m2")
    #expect(report.leftOut.map(\.count) == [1])
    #expect(!report.oddities.contains { $0.kind == .noEvents && $0.examples[0].key == "m1" })
  }

  @Test func aPipeIsRefusedAndNotWaitedFor() async throws {
    let made = unsafe mkfifo(path, 0o600)
    #expect(made == 0)
    let error = await #expect(throws: MissionError.self) { try await run() }
    #expect(error?.code == .validationError)
    #expect(error?.message.contains("\(path) is a pipe") == true)
  }
}
