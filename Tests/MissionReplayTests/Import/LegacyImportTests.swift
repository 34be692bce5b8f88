import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionReplay

@Suite struct LegacyImportTests {
  private let home: TemporaryHome
  private let fleet: Fleet
  private let path: String

  init() throws {
    home = try TemporaryHome(
      clock: TestClock(start: Instant("2026-03-01T00:00:00Z") ?? Story.start))
    fleet = home.fleet()
    path = home.folder.file("old.db")
  }

  @discardableResult
  private func run(rehearsal: Bool = false) async throws -> ImportReport {
    try await FleetImport(fleet, .tester).run(path, name: "old.db", isRehearsal: rehearsal)
  }

  private func get(_ id: String) async throws -> MissionView {
    try await fleet.get(try Known.mission(id), GetRequest()).mission
  }

  private func heads() async throws -> [String: Int64] {
    var heads: [String: Int64] = [:]
    for log in try await fleet.logs().logs {
      heads[log.log.name] = try await log.log.read { $0.head }
    }
    return heads
  }

  private func fill() throws -> LegacyFile {
    let file = try LegacyFile(path)
    try file.mission(
      "m1", status: "completed",
      [
        ("started_at", .text("2026-01-02T10:10:00")),
        ("completed_at", .text("2026-01-02T10:40:00Z")),
        ("payload_json", .text(#"{"idempotency_key": "key-1"}"#)),
      ])
    try file.event("e1", of: "m1", "vp.mission.dispatched")
    try file.event("e2", of: "m1", "vp.mission.completed", payload: .text("{broken"))
    try file.mission("c1", vp: "vp.coder.primary", status: "failed")
    try file.mission("q1", vp: "vp.new.one", status: "queued")
    return file
  }

  @Test func everyMissionArrivesInTheLaneOfItsVPAsItsRowHasIt() async throws {
    try fill().close()
    let report = try await run()
    #expect(report.imported == 3)
    #expect(report.byLedger == ["coder": 1, "vp": 2])
    #expect(report.eventsKept == 2)
    let mission = try await get("m1")
    #expect(mission.lane == "vp")
    #expect(mission.state.status == .completed)
    #expect(mission.state.basis == .reported)
    #expect(mission.state.durationSeconds == 1_800)
    #expect(mission.state.updatedAt?.description == "2026-01-02T11:00:00.000000Z")
    #expect(mission.state.facts.dispatchedAt?.description == "2026-01-02T10:00:00.000000Z")
    #expect(mission.state.version == 3)
    #expect(try await get("c1").lane == "coder")
    #expect(try await fleet.vps().vps.contains { $0.vpID.rawValue == "vp.new.one" })
    let events = try await fleet.log("vp").log.read { try $0.events(of: StreamName("mission/m1")) }
    #expect(
      events.map(\.type) == ["vp.mission.imported", "vp.mission.annotated", "vp.mission.annotated"])
    #expect(Set(events.map(\.actor)) == ["import:old.db"])
    #expect(events[1].occurredAt?.description == "2026-01-02T10:30:00.000000Z")
    #expect(events[2].payload.string.contains(#""payload":"{broken""#))
  }

  @Test func numbersInColumnsOfTextAreTimes() async throws {
    let file = try LegacyFile(path)
    try file.mission(
      "m1", status: "completed",
      [
        ("created_at", .integer(1_767_348_000)), ("started_at", .real(1_767_348_000.5)),
        ("completed_at", .integer(1_767_348_060_500)),
      ])
    file.close()
    let report = try await run()
    #expect(!report.oddities.contains { $0.kind == .unreadableTime })
    let state = try await get("m1").state
    #expect(state.facts.dispatchedAt?.description == "2026-01-02T10:00:00.000000Z")
    #expect(state.durationSeconds == 60)
  }

  @Test func importingAgainAppendsNothing() async throws {
    try fill().close()
    try await run()
    let before = try await heads()
    let report = try await run()
    #expect(report.imported == 0)
    #expect(report.already == 3)
    #expect(report.eventsAlready == 2)
    #expect(try await heads() == before)
  }

  @Test func whatCameLaterIsAddedAndAChangedRowIsTold() async throws {
    let file = try fill()
    try await run()
    try file.event("e3", of: "m1", "vp.mission.note")
    try file.run(
      "UPDATE vp_missions SET status = 'completed', result_ref = '/out' WHERE mission_id = 'q1'")
    file.close()
    for rehearsal in [true, false] {
      let report = try await run(rehearsal: rehearsal)
      #expect(report.imported == 0)
      #expect(report.eventsKept == 2, "an event, and the row")
      #expect(report.oddities.contains { $0.kind == .changedSinceImport && $0.count == 1 })
    }
    #expect(try await get("q1").state.status == .queued)
    #expect(try await kept(of: "q1").map { $0.contains("/out") } == [true])
    let before = try await heads()
    let again = try await run()
    #expect((again.eventsKept, again.eventsAlready) == (0, 4))
    #expect(try await heads() == before)
  }

  /// The payloads of the events that imports have kept beside a mission.
  private func kept(of id: String, in ledger: String = "vp") async throws -> [String] {
    let stream = try StreamName("mission/\(id)")
    return try await fleet.log(ledger).log.read { try $0.events(of: stream) }
      .filter { $0.type == "vp.mission.annotated" }.map(\.payload.string)
  }

  @Test(arguments: ["vp.general.primary", "vp.coder.primary"])
  func aRowOfAnotherFileIsKeptBesideTheMissionThatHasItsId(vp: String) async throws {
    try fill().close()
    try await run()
    let second = home.folder.file("second.db")
    let file = try LegacyFile(second)
    try file.mission("m1", vp: vp, status: "failed", [("objective", .text("Do it otherwise"))])
    try file.event("x1", of: "m1", "vp.mission.failed")
    file.close()
    let report = try await FleetImport(fleet, .tester).run(second, name: "second.db")
    #expect((report.imported, report.already, report.eventsKept) == (0, 1, 2))
    #expect(report.oddities.contains { $0.kind == .changedSinceImport })
    #expect(try await get("m1").state.status == .completed)
    let kept = try await kept(of: "m1")
    #expect(kept.filter { $0.contains("Do it otherwise") }.count == 1)
    #expect(kept.filter { $0.contains(#""event_id":"x1""#) }.count == 1)
    let before = try await heads()
    for (path, name) in [(path, "old.db"), (second, "second.db")] {
      #expect(try await FleetImport(fleet, .tester).run(path, name: name).eventsKept == 0)
    }
    #expect(try await heads() == before)
  }

  @Test func aRehearsalWritesNothing() async throws {
    try fill().close()
    let report = try await run(rehearsal: true)
    #expect(report.imported == 3)
    #expect(!FileSystem.exists(at: home.home.path))
  }

  @Test func aRehearsalIsRefusedWhereTheImportWouldBe() async throws {
    try fill().close()
    try FileSystem.makePrivateDirectory(home.home.path)
    try FileSystem.writeAtomically([], to: home.home.path + "/" + BackupManifest.fileName)
    for isRehearsal in [true, false] {
      let error = await #expect(throws: MissionError.self) { try await run(rehearsal: isRehearsal) }
      #expect(error?.code == .ledgerReadOnly)
    }
  }

  @Test func runningRowsAreStaleForThePredecessorsReasons() async throws {
    let file = try LegacyFile(path)
    let old = "2026-01-02T10:00:00Z"
    func running(_ id: String, _ columns: [(String, LegacyFile.Value)]) throws {
      let none: [(String, LegacyFile.Value)] = [
        ("created_at", .null), ("updated_at", .text("n/a")), ("started_at", .text("")),
      ]
      let others = Set(columns.map(\.0))
      try file.mission(
        id, status: "running", none.filter { !others.contains($0.0) } + columns)
    }
    try running("claim", [("claim_expires_at", .text(old)), ("worker_id", .text("w1"))])
    try running("held", [("claim_expires_at", .text("2026-03-01T01:00:00Z"))])
    try running("updated", [("updated_at", .text(old))])
    try running("started", [("started_at", .text(old))])
    try running("created", [("created_at", .text(old))])
    try running("nothing", [])
    file.close()
    try await run()
    let wanted: [(String, StaleReason?)] = [
      ("claim", .claimExpired), ("held", nil), ("updated", .updatedAtTimeout),
      ("started", .startedAtTimeout), ("created", .createdAtTimeout),
      ("nothing", .missingTimestamps),
    ]
    for (id, reason) in wanted { #expect(try await get(id).staleness.reason == reason, "\(id)") }
    #expect(
      try await get("claim").state.lease?.expiresAt.description.hasPrefix("2026-01-02") == true)
    let done = try await fleet.reconcile(by: "a test").lanes.flatMap(\.verdicts.missions)
    #expect(
      Set(done.map(\.missionID.rawValue)) == ["claim", "updated", "started", "created", "nothing"])
    #expect(try await get("claim").state.failureMode?.rawValue == "stale_claim_expired")
  }

  @Test func aLaterDispatchFindsAnImportedMissionByItsKey() async throws {
    try fill().close()
    try await run()
    var request = DispatchRequest(vpID: .general, objective: "Do m1")
    request.idempotencyKey = "key-1"
    let found = try await fleet.dispatch(request, .tester)
    #expect(found.replayed)
    #expect(found.mission.state.facts.missionID.rawValue == "m1")
    request.objective = "Something else"
    await #expect(throws: MissionError.self) { try await fleet.dispatch(request, .tester) }
  }

  @Test func aMissionThatWasDispatchedHereStaysAsItIs() async throws {
    let dispatched = try await fleet.dispatch(
      DispatchRequest(vpID: .general, objective: "mine"), .tester)
    let id = dispatched.mission.state.facts.missionID.rawValue
    let file = try LegacyFile(path)
    try file.mission(id, status: "failed")
    file.close()
    let report = try await run()
    #expect(report.imported == 0)
    #expect(report.oddities.map(\.kind).contains(.missionExists))
    #expect(try await get(id).state.status == .queued)
  }

  @Test func aMissionThatAnotherLaneHasIsNotTakenASecondTime() async throws {
    let dispatched = try await fleet.dispatch(
      DispatchRequest(vpID: .general, objective: "mine"), .tester)
    let id = dispatched.mission.state.facts.missionID.rawValue
    let file = try LegacyFile(path)
    try file.mission(id, vp: "vp.coder.primary", status: "failed")
    try file.mission("c1", vp: "vp.coder.primary", status: "failed")
    file.close()
    let report = try await run()
    #expect(report.missions == 2 && report.imported == 1)
    let told = report.oddities.first { $0.kind == .missionExists }
    #expect(told?.examples.map(\.detail) == ["\(id) was dispatched here, into ledger vp"])
    #expect(try await fleet.list(ListRequest()).missions.count == 2)
  }

  @Test(arguments: ["vp.general.primary", "vp.coder.primary"])
  func aRowOfTheSameIdButForWhiteSpaceIsKeptBesideItsMission(vp: String) async throws {
    let file = try LegacyFile(path)
    try file.mission("m1", status: "completed")
    try file.event("e1", of: "m1", "vp.mission.completed")
    try file.mission(" m1", vp: vp, status: "failed", [("objective", .text("Do it otherwise"))])
    try file.event("e2", of: " m1", "vp.mission.failed")
    file.close()
    let rehearsal = try await run(rehearsal: true)
    let report = try await run()
    for report in [rehearsal, report] {
      #expect((report.missions, report.imported, report.already) == (2, 1, 0))
      #expect((report.eventsKept, report.byLedger) == (3, ["vp": 1]))
      let told = report.oddities.first { $0.kind == .sameMission }
      #expect(told?.examples.map(\.key) == ["m1"])
      #expect(!report.oddities.contains { $0.kind == .changedSinceImport })
    }
    #expect(try await get("m1").state.status == .completed)
    let events = try await fleet.log("vp").log.read { try $0.events(of: StreamName("mission/m1")) }
    let kept = events.map(\.payload.string).filter { $0.contains("Do it otherwise") }
    #expect(kept.count == 1)
    #expect(kept.first?.contains(#""mission_id":" m1""#) == true)
    #expect(events.contains { $0.payload.string.contains(#""event_id":"e2""#) })
    let before = try await heads()
    let again = try await run()
    #expect((again.imported, again.already, again.eventsKept, again.eventsAlready) == (0, 1, 0, 3))
    #expect(try await heads() == before)
  }

  @Test func anOldFileWithOtherTablesIsReadAndTheRestIsTold() async throws {
    let file = try LegacyFile(path, isOld: true)
    try file.run("CREATE TABLE notes(x); INSERT INTO notes VALUES (1), (2)")
    try file.add("vp_sessions", [("vp_id", .text("vp.new.two")), ("status", .text("active"))])
    try file.add("vp_bridge_cursors", [("cursor_key", .text("k")), ("last_rowid", .integer(4))])
    try file.event("e9", of: "gone", "x")
    try file.mission("m1", status: "completed")
    for number in 0..<120 { try file.event("p\(number)", of: "m1", "vp.mission.progress") }
    file.close()
    let report = try await run()
    #expect(report.eventsKept == 120)
    #expect(report.leftOut.map(\.what) == ["vp_events", "notes", "vp_bridge_cursors"])
    #expect(report.vps.map(\.rawValue) == ["vp.new.two"])
    #expect(try await fleet.vps().vps.contains { $0.vpID.rawValue == "vp.new.two" })
  }

  @Test func whatIsNoLedgerOfThePredecessorIsRefused() async throws {
    await #expect(throws: MissionError.self) { try await run() }
    try FileSystem.writeAtomically(Array("no database".utf8), to: path)
    await #expect(throws: MissionError.self) { try await run() }
  }
}

extension FileSystem {
  fileprivate static func exists(at path: String) -> Bool {
    (try? info(path, followingLinks: true)) != nil
  }
}
