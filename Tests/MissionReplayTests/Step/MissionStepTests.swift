import CanonicalJSON
import EventLog
import MissionModel
import Testing

@testable import MissionReplay

@Suite struct MissionStepTests {
  private func told() throws -> Story {
    var story = try Story()
    story.claim(1)
    story.start(2)
    story.beat(40)
    story.beat(80)
    story.progress(90, "half")
    story.complete(100)
    return story
  }

  private func steps(_ story: Story, heartbeats: Bool = false) throws -> [MissionStep] {
    try MissionStep.replay(
      story.events, lane: "vp", policy: Story.policy, heartbeats: heartbeats)
  }

  @Test func aRunOfHeartbeatsIsOneStepUnlessEachIsWanted() throws {
    let story = try told()
    #expect(try steps(story).map(\.event.version) == [1, 2, 3, 5, 6, 7])
    #expect(try steps(story, heartbeats: true).map(\.event.version) == [1, 2, 3, 4, 5, 6, 7])
  }

  @Test func aStepNamesWhatItsEventChangedWithBothValues() throws {
    let claim = try #require(try steps(told()).dropFirst().first)
    let status = try #require(claim.changes.first { $0.field == "status" })
    #expect((status.before.string, status.after.string) == ("\"queued\"", "\"running\""))
    #expect(!claim.changes.contains { $0.field == "objective" || $0.field == "version" })
  }

  @Test func theLastStepIsTheMissionAsItIs() throws {
    let story = try told()
    let last = try #require(try steps(story).last)
    var writer = JSONWriter(order: .asWritten)
    try story.view(at: 100).writeFull(into: &writer)
    let mission = try ObjectFields(JSONReader(trusted: writer.finish()))
    for name in ["status", "result_summary", "deliverables", "completed_at", "version"] {
      #expect(last.state[name] == mission[name])
    }
  }

  @Test func whatOtherMissionsDecideIsLeftOut() throws {
    let steps = try steps(told())
    for name in ["waiting_for", "ahead"] {
      #expect(steps.allSatisfy { !$0.state.names.contains(name) })
      #expect(!steps.flatMap(\.changes).contains { $0.field == name })
    }
  }

  @Test func changesAddUpToTheLastState() throws {
    var fields: [String: JSONText] = [:]
    let steps = try steps(told(), heartbeats: true)
    for change in steps.flatMap(\.changes) {
      #expect((fields[change.field] ?? .null) == change.before)
      fields[change.field] = change.after
    }
    let last = try #require(steps.last)
    for name in last.state.names where name != "version" && name != "position" {
      #expect((fields[name] ?? .null) == last.state[name])
    }
  }

  @Test func valuesStandBelowEachOtherHoweverLongTheNamesAre() throws {
    let lines = StepDrawing(try steps(told()), whole: true, clock: .utc, width: 80).lines
    let fields = lines.map { Array($0.text) }.filter { line in
      line.count > 7 && line[..<6].allSatisfy { $0 == " " } && line[6] != " "
    }
    let columns = fields.map { line in
      line[6...].firstIndex(of: " ").flatMap { end in line[end...].firstIndex { $0 != " " } }
    }
    #expect(Set(columns).count == 1, "\(lines.map(\.text))")
    #expect(lines.contains { $0.text.contains("sync_ready_marker_relpath") })
  }

  @Test func theDrawingFitsAndShowsNestedFieldsAlone() throws {
    let lines = StepDrawing(try steps(told()), clock: .utc, width: 80).lines
    let text = lines.map { $0.runs.map(\.text).joined() }
    #expect(lines.allSatisfy { $0.columns <= 80 })
    #expect(text.contains { $0.contains("last_progress.percent") })
    #expect(!text.contains { $0.contains("updated_at") })
  }
}
