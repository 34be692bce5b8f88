import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Synchronization
import Testing

/// A fold of a later version: rows are rebuilt when a ledger is opened for writing, shown
/// beforehand, never taken back unasked.
@Suite struct ProjectionVersionTests {
  private let lives: Lives

  init() throws { lives = try Lives() }

  /// Two missions of this build, one of which the later fold sees otherwise.
  private func missions() async throws -> (plain: MissionID, fallen: MissionID) {
    let today = lives.program()
    let plain = try await lives.mission(1, in: today)
    let fallen = try await lives.mission(2, in: today, fallsBack: true)
    today.fleet.close()
    return (plain, fallen)
  }

  @Test func olderRowsAreNotServedUntilALedgerIsOpenedForWriting() async throws {
    let ids = try await missions()
    let reading = lives.program(LaterBuild.model)
    let error = await #expect(throws: MissionError.self) { try await reading.fleet.get(ids.fallen) }
    #expect(error?.code == .projectionOutdated)
    _ = try await lives.mission(3, in: reading)
    #expect(try await reading.fleet.get(ids.fallen).mission.state.escalated)
    #expect(try await !reading.fleet.get(ids.plain).mission.state.escalated)
    let recorded = try await reading.fleet.log("vp").log.read { reader in
      try reader.events(of: StreamName("log")).last
    }
    #expect(recorded?.type == "log.projection_rebuilt")
    #expect(recorded?.payload.string.contains(#""stored_version":1,"version":2"#) == true)
  }

  @Test func thePersonIsToldOfARebuildThatNobodyAskedFor() async throws {
    _ = try await missions()
    let told = Mutex<[String]>([])
    let fleet = lives.home.fleet(
      notice: { text in told.withLock { $0.append(text) } }, model: LaterBuild.model)
    _ = try await fleet.writableLog(named: "vp")
    let notices = told.withLock { $0 }
    #expect(notices.count == 1)
    #expect(notices[0].contains("rebuilt missions, from version 1 to this program's version 2"))
  }

  @Test func withoutAutoRebuildNothingIsWrittenToOlderRows() async throws {
    let ids = try await missions()
    let later = lives.program(LaterBuild.model, autoRebuild: false)
    let error = await #expect(throws: MissionError.self) { try await lives.mission(3, in: later) }
    #expect(error?.code == .projectionOutdated)
    let answer = try await RebuildProjections(names: ["missions"]).answer(later)
    let rebuilt = try #require(answer.rebuilt.first { $0.ledger == "vp" })
    #expect(rebuilt.report.changed == 2)
    #expect(try await later.fleet.get(ids.fallen).mission.state.escalated)
  }

  @Test func aRebuildByCommandIsOneRebuild() async throws {
    _ = try await missions()
    let later = lives.program(LaterBuild.model)
    _ = try await RebuildProjections().answer(later)
    let events = try await later.fleet.log("vp").log.read { reader in
      try reader.events(of: StreamName("log")).map(\.payload.string)
    }
    #expect(events.count(where: { $0.contains(#""projection":"missions""#) }) == 1)
  }

  @Test func newerRowsAreTakenBackOnlyWhenThatIsSaid() async throws {
    let ids = try await missions()
    let later = lives.program(LaterBuild.model)
    _ = try await later.fleet.writableLog(named: "vp")
    later.fleet.close()
    let today = lives.program()
    let unread = await #expect(throws: MissionError.self) { try await today.fleet.get(ids.plain) }
    #expect(unread?.code == .schemaTooNew)
    let unwritten = await #expect(throws: MissionError.self) {
      try await lives.mission(3, in: today)
    }
    #expect(unwritten?.code == .schemaTooNew)
    let refused = try await RebuildProjections().answer(today)
    #expect(refused.warnings.first?.error?.code == .schemaTooNew)
    let answer = try await RebuildProjections(mayDowngrade: true).answer(today)
    #expect(answer.warnings.isEmpty)
    #expect(try await !today.fleet.get(ids.fallen).mission.state.escalated)
  }

  @Test func aRehearsalShowsEachRowThatWouldChangeAndWhyAndWritesNothing() async throws {
    let ids = try await missions()
    let later = lives.program(LaterBuild.model)
    let before = try await Lives.stored("vp", later)
    let answer = try await RehearseUpgrade().answer(later)
    #expect(answer.changesAnything)
    let report = try #require(
      answer.projections.first { $0.ledger == "vp" && $0.report.name == "missions" }?.report)
    #expect(report.storedVersion == 1 && report.version == 2)
    #expect([report.count(.added), report.count(.changed), report.count(.removed)] == [0, 2, 0])
    let group = try #require(report.groups.first)
    #expect((group.before, group.after) == ("completed", "completed"))
    #expect((report.groups.count, group.change, group.rows) == (1, .changed, 2))
    let fallen = try #require(
      report.differences.first { $0.stream?.string == "mission/\(ids.fallen)" })
    let escalated = try #require(fallen.columns.first { $0.column == "escalated" })
    let cause = try #require(escalated.event)
    let event = try await later.fleet.log("vp").log.read { try $0.event(at: cause.position) }
    #expect(event?.type == "vp.mission.fallback")
    #expect(fallen.lastEvent.map { $0.position >= cause.position } == true)
    #expect(answer.diskBytes > 0)
    #expect(answer.projections.filter { $0.report.changesAnything }.count == 2)
    #expect(try await Lives.stored("vp", later) == before)
    await #expect(throws: MissionError.self) { try await later.fleet.get(ids.plain) }
  }

  @Test func aRehearsalOfTheSameVersionFindsNothing() async throws {
    _ = try await missions()
    let answer = try await RehearseUpgrade().answer(lives.program())
    #expect(!answer.changesAnything && !answer.leavesOutALedger)
    #expect(answer.projections.count == 9)
  }

  @Test func aRehearsalNamesTheEventsThatNobodyCanRead() async throws {
    let later = lives.program(LaterBuild.model)
    _ = try await lives.mission(1, in: later)
    later.fleet.close()
    let today = lives.program()
    let answer = try await RehearseUpgrade(names: ["missions"]).answer(today)
    let ledger = try #require(answer.ledgers.first { $0.ledger == "vp" })
    #expect(ledger.unread.map(\.unread.reason) == [.newerSchema, .newerSchema])
    let report = try #require(ledger.rehearsal.projections.first)
    #expect(report.storedVersion == 2 && report.version == 1)
    #expect(report.parked.count == 2 && report.storedParked.isEmpty)
    let group = try #require(report.groups.first)
    #expect((group.before, group.after) == ("completed", "running"))
    #expect((report.groups.count, group.change, group.rows) == (1, .changed, 1))
  }
}

/// What a person does first after an upgrade works, whatever it is.
@Suite struct FirstWriteTests {
  @Test func aCommandOnAMissionRebuildsOlderRowsBeforeItLooksForIt() async throws {
    let lives = try Lives()
    let today = lives.program()
    let id = try await lives.mission(1, in: today, fallsBack: true)
    today.fleet.close()
    let later = lives.program(LaterBuild.model).fleet
    #expect(try await later.mission(matching: String(id.rawValue.suffix(8))) == id)
    let mission = try await later.acknowledge(id, .tester)
    #expect(mission.state.acknowledged && mission.state.escalated)
  }

  @Test func aLedgerThatHasNoEventYetTakesItsFirst() async throws {
    let lives = try Lives()
    let today = lives.program()
    _ = try await lives.mission(1, in: today)
    today.fleet.close()
    let later = lives.program(LaterBuild.model).fleet
    let request = DispatchRequest(vpID: .coder, objective: "first")
    let id = try await later.dispatch(request, .tester).mission.state.facts.missionID
    #expect(try await later.get(id).mission.state.status == .queued)
  }
}
