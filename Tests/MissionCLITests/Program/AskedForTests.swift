import Foundation
import MissionReplay
import MissionTesting
import Platform
import Testing

@testable import MissionCLI

/// What is asked for is done, or refused before anything is.
@Suite struct AskedForTests {
  private let home = CommandLineHome()

  @Test func aCapsuleThatIsNotThereIsNotFound() async {
    let run = await home.run("capsule", "--open", home.path + "/nope", "--json")
    #expect(run.code == 66)
    #expect(run.out.contains(#""code":"not_found""#) && run.out.contains(home.path + "/nope"))
    #expect(await home.run("capsule", "--open", "/").code == 78)
  }

  @Test func onlyJSONHasABudgetOfBytes() async throws {
    let id = try await home.dispatch("a")
    for form in [[], ["--format", "html"], ["--format", "otlp"], ["--format", "otlp", "--json"]] {
      let run = await home.run(["timeline", id, "--budget-bytes", "1000"] + form)
      #expect(run.code == 64, "\(form)")
      #expect((run.err + run.out).contains("--budget-bytes"))
    }
    for form in [["--json"], ["--format", "json"], ["--format", "html", "--json"]] {
      let run = await home.run(["timeline", id, "--budget-bytes", "1000"] + form)
      #expect(run.code == 0, "\(form)")
    }
  }

  @Test func aWorkerWhoseCommandCannotBeRunWritesNothing() async throws {
    let clock = TestClock()
    let words = ["dispatch", "--vp", "vp.general.primary", "--objective", "x", "--deadline", "1h"]
    #expect(await home.run(words, clocks: clock.clocks).code == 0)
    clock.advance(seconds: 7_200)
    let before = await home.run("export").out
    let worker = ["worker", "--vp", "vp.general.primary", "--until-idle", "--", "./nope.sh"]
    #expect(await home.run(worker, clocks: clock.clocks).code == 64)
    #expect(await home.run("export").out == before)
  }

  @Test func anItemThatCannotBeToldInShortHasLostNoBytes() throws {
    let item = #"""
      {"version":1,"event_recorded_at":"2026-03-01T09:30:00.000000Z","mission_id":"vp-mission-12345678",\#
      "mission_status":"running","event_type":"vp.mission.claimed","event_payload":{"odd":true}}
      """#
    let left = #"""
      {"version":2,"event_recorded_at":"2026-03-01T09:30:00.000000Z","mission_id":"vp-mission-12345678",\#
      "mission_status":"running","event_type":"vp.mission.progress","event_payload":null,"payload_bytes":20000}
      """#
    let time = TimeText(now: .epoch, face: .utc)
    let items = try [item, left].map { try JSONObject(Array($0.utf8)) }
    let told = try FeedTable.items(items, time).rows.compactMap(\.last?.text)
    #expect(told == ["vp.mission.claimed", "vp.mission.progress, 20,000 bytes left out"])
  }

  @Test func anItemIsToldInTheWordsOfTheLog() throws {
    let item = #"""
      {"version":1,"event_recorded_at":"2026-03-01T09:30:00.000000Z","mission_id":"vp-mission-12345678",\#
      "mission_status":"failed","event_type":"vp.mission.workspace_pruned","redelivery":true,\#
      "event_payload":{"bytes_freed":12,"workspace":"/w"}}
      """#
    let items = [try JSONObject(Array(item.utf8))]
    let told = try FeedTable.items(items, TimeText(now: .epoch, face: .utc)).rows.last?.last?.text
    #expect(told == "again: workspace emptied, 12 bytes freed")
  }
}
