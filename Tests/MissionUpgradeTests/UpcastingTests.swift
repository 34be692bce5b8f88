import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Testing

/// A later build reads payloads of older shapes through its chains, and this one keeps what the
/// later build wrote.
@Suite struct UpcastingTests {
  private let lives: Lives

  init() throws { lives = try Lives() }

  @Test func aMissionOfOlderPayloadsIsReadInTheirCurrentShape() async throws {
    let today = lives.program()
    let id = try await lives.mission(1, in: today)
    today.fleet.close()
    let later = lives.program(LaterBuild.model)
    _ = try await later.fleet.writableLog(named: "vp")
    let mission = try await later.fleet.get(id).mission
    #expect(mission.state.outcome?.nextAction == "none needed")
    #expect(mission.state.progress?.percent == Millionths(micros: 0))
    #expect(mission.state.progress?.summary == "so far: nothing to tell")
    let timeline = try await Replay(later.fleet).timeline(of: id)
    #expect(timeline.entries.contains { $0.summary.text.contains("so far: nothing to tell") })
    let steps = try await Replay(later.fleet).steps(of: id)
    let moved = steps.flatMap(\.changes).filter { $0.field == "next_action" }
    #expect(moved.map(\.after.string) == [#""none needed""#])
    #expect(steps.allSatisfy { $0.failure == nil })
  }

  @Test func whatIsStoredStaysAsItWasWritten() async throws {
    let today = lives.program()
    _ = try await lives.mission(1, in: today)
    let before = try await Lives.stored("vp", today)
    today.fleet.close()
    let later = lives.program(LaterBuild.model)
    _ = try await later.fleet.writableLog(named: "vp")
    let after = try await Lives.stored("vp", later)
    #expect(Array(after.prefix(before.count)) == before)
    #expect(after.dropFirst(before.count).allSatisfy { $0.contains("log.projection_rebuilt") })
  }

  @Test func aLaterBuildWritesItsOwnSchemas() async throws {
    let later = lives.program(LaterBuild.model)
    _ = try await lives.mission(1, in: later)
    let schemas = try await later.fleet.log("vp").log.read { reader in
      Dictionary(try reader.events().map { ($0.type, $0.schema) }) { $1 }
    }
    #expect(schemas["vp.mission.progress"] == 3)
    #expect(schemas["vp.mission.completed"] == 2)
    #expect(schemas["vp.mission.claimed"] == 1)
  }

  @Test func eventsOfALaterSchemaAreKeptCountedShownAndParked() async throws {
    let later = lives.program(LaterBuild.model)
    let id = try await lives.mission(1, in: later)
    later.fleet.close()
    let today = lives.program()
    _ = try await RebuildProjections(names: ["missions"], mayDowngrade: true).answer(today)

    let listed = try await ListProjections().answer(today)
    #expect(
      listed.unread.map(\.words) == [
        "vp.mission.completed of schema 2 (1)", "vp.mission.progress of schema 3 (1)",
      ])
    let missions = try #require(
      listed.projections.first { $0.ledger == "vp" && $0.report.name == "missions" })
    #expect(missions.report.parked.count == 2)
    #expect(missions.report.parked.allSatisfy { $0.error.hasPrefix("event_schema_too_new") })
    let doctor = try await ExamineHome().answer(today)
    #expect(doctor.checks.contains { $0.message.contains("vp.mission.progress of schema 3") })
    #expect(doctor.checks.contains { $0.message.hasPrefix("2 events could not be folded") })

    // The mission itself goes on being read, as far as this build can.
    let mission = try await today.fleet.get(id).mission
    #expect(mission.state.status == .running)
    let steps = try await Replay(today.fleet).steps(of: id)
    #expect(steps.count(where: { $0.failure?.hasPrefix("event_schema_too_new") == true }) == 2)
    let timeline = try await Replay(today.fleet).timeline(of: id)
    #expect(timeline.entries.contains { $0.summary.text.contains("schema 3") })
    let warnings = [
      try await GetMission(id).perform(today).warnings,
      try await ListMissions(Arguments(json: Array("{}".utf8), for: [])).perform(today).warnings,
      try await ExplainWhy(.mission(id)).answer(today).warnings,
      try await GetTimeline(id).perform(today).warnings,
    ]
    #expect(warnings.allSatisfy { $0.map(\.kind) == [.eventUnread] })
  }

  @Test func aMissionThatALaterBuildBeganIsNotSaidToBeMissing() async throws {
    let today = lives.program()
    _ = try await lives.mission(1, in: today)
    let log = try await today.fleet.writableLog(named: "vp")
    let id = try #require(MissionID("vp-mission-later"))
    var event = NewEvent(type: "vp.mission.dispatched", payload: .emptyObject, actor: "later")
    event.schema = 2
    let first = event
    try await log.write { try $0.append(first, to: id.stream) }
    let error = await #expect(throws: MissionError.self) { try await today.fleet.get(id) }
    #expect(error?.code == .eventSchemaTooNew)
    #expect(try await Lives.answer("vp_list_missions", "{}", today).contains(#""count":1"#))
  }

  @Test func rowsThatWereParkedAreFoldedByTheBuildThatCanReadThem() async throws {
    let later = lives.program(LaterBuild.model)
    let id = try await lives.mission(1, in: later)
    later.fleet.close()
    let today = lives.program()
    _ = try await RebuildProjections(mayDowngrade: true).answer(today)
    #expect(try await today.fleet.get(id).mission.state.status == .running)
    today.fleet.close()
    let again = lives.program(LaterBuild.model)
    _ = try await again.fleet.writableLog(named: "vp")
    #expect(try await again.fleet.get(id).mission.state.status == .completed)
    let listed = try await ListProjections().answer(again)
    #expect(listed.projections.allSatisfy { $0.report.parked.isEmpty })
  }
}
