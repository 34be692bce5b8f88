import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Testing

/// Answers to models: what doesn't fit is left out, named, and to be had.
@Suite struct AnswerFitTests {
  private let home: TemporaryHome
  private let context: ToolContext

  init() throws {
    home = try TemporaryHome()
    context = ToolContext(fleet: home.fleet(), call: .tester, rules: .mcp)
  }

  private func call(_ tool: String, _ json: String) async throws -> String {
    let tool = try #require(Tools.named(tool))
    return String(decoding: try await tool.call(Array(json.utf8), context).json, as: UTF8.self)
  }

  /// Dispatches a mission of an objective of so many words of nine bytes and three characters.
  private func dispatch(_ words: Int, _ more: String = "") async throws -> String {
    let objective = String(repeating: "🦉🦉 ", count: words)
    let answer = try await call(
      "vp_dispatch_mission",
      #"{"vp_id": "vp.general.primary", "objective": "\#(objective)"\#(more)}"#)
    let id = answer.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output
    return String(try #require(id))
  }

  @Test func aLongListGoesOnWithItsCursor() async throws {
    for number in 0..<20 { _ = try await dispatch(80, #", "idempotency_key": "k\#(number)""#) }
    let first = try await call("vp_list_missions", "{}")
    #expect(first.utf8.count < 20_000 && first.firstRange(of: "answer_cut") != nil)
    let match = first.firstMatch(of: /"next_cursor":"([^"]+)"/)?.output.1
    let cursor = try #require(match.map(String.init))
    let second = try await call("vp_list_missions", #"{"cursor": "\#(cursor)"}"#)
    let seen = [first, second].flatMap {
      $0.matches(of: /"mission_id":"(vp-mission-[0-9a-f]+)"/).map { String($0.output.1) }
    }
    #expect(Set(seen).count == 20 && seen.count == 20)
  }

  @Test func whoAsksForMoreGetsIt() async throws {
    for number in 0..<20 { _ = try await dispatch(80, #", "idempotency_key": "k\#(number)""#) }
    let all = try await call("vp_list_missions", #"{"limit": 100}"#)
    #expect(all.utf8.count > 20_000 && all.firstRange(of: "answer_cut") == nil)
  }

  @Test func aMissionsTextsAreCutUnlessTheWholeIsAskedFor() async throws {
    let id = try await dispatch(1_200)
    let cut = try await call("vp_get_mission", #"{"mission_id": "\#(id)", "events": 0}"#)
    #expect(cut.utf8.count < 10_000 && cut.firstRange(of: "…") != nil)
    let whole = try await call(
      "vp_get_mission", #"{"mission_id": "\#(id)", "events": 0, "full": true}"#)
    #expect(whole.utf8.count > 10_000)
  }

  @Test func evenAMissionOfManySmallThingsFits() async throws {
    let metadata = (0..<2_000).map { #""key\#($0)": "value \#($0)""# }.joined(separator: ", ")
    let criteria = (0..<100).map { #""criterion \#($0)""# }.joined(separator: ", ")
    let id = try await dispatch(
      1_000, #", "metadata": {\#(metadata)}, "success_criteria": [\#(criteria)]"#)
    #expect(try await call("vp_get_mission", #"{"mission_id": "\#(id)"}"#).utf8.count < 20_000)
  }

  @Test func aWaitForManyNamesWhatItLeavesOut() async throws {
    var ids: [String] = []
    for number in 0..<50 {
      ids.append(try await dispatch(80, #", "idempotency_key": "k\#(number)""#))
    }
    let list = ids.map { "\"\($0)\"" }.joined(separator: ", ")
    let answer = try await call(
      "vp_wait_mission", #"{"mission_ids": [\#(list)], "timeout_seconds": 0}"#)
    #expect(answer.utf8.count < 20_000 && answer.firstRange(of: "answer_cut") != nil)
  }

  @Test func noWaitIsLongerThanTheDoorAllows() async throws {
    let id = try await dispatch(1)
    var context = context
    context.rules.longestWait = 0.01
    let tool = try #require(Tools.named("vp_wait_mission"))
    let json = #"{"mission_id": "\#(id)", "timeout_seconds": 3600}"#
    let answer = try await tool.call(Array(json.utf8), context)
    #expect(String(decoding: answer.json, as: UTF8.self).contains(#""timed_out":true"#))
  }
}
