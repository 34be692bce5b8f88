import MissionControl
import MissionTesting
import MissionTools
import Platform
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
  private func dispatch(
    _ words: Int, _ more: String = "", to vp: String = "vp.general.primary"
  ) async throws -> String {
    let objective = String(repeating: "🦉🦉 ", count: words)
    let answer = try await call(
      "vp_dispatch_mission", #"{"vp_id": "\#(vp)", "objective": "\#(objective)"\#(more)}"#)
    let id = answer.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output
    return String(try #require(id))
  }

  @Test func aLongListGoesOnWithItsCursor() async throws {
    try await complete(20, textBytes: 3_000)
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

  @Test func whoAsksForMoreFilesGetsThem() async throws {
    let id = try await dispatch(1)
    _ = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    let folder = home.folder.file("w")
    try FileSystem.makePrivateDirectory(folder)
    for number in 0..<120 {
      try FileSystem.writeAtomically([], to: "\(folder)/a-report-of-many-\(number).md")
    }
    _ = try await call(
      "vp_complete",
      #"{"mission_id": "\#(id)", "worker_id": "w1", "attempt": 1, "result_ref": "workspace://\#(folder)"}"#
    )
    let all = try await call(
      "vp_read_result_artifacts", #"{"mission_id": "\#(id)", "max_files": 200}"#)
    #expect(all.contains(#""files_indexed":120"#) && !all.contains("answer_cut"))
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

  @Test func theEventsOfAMissionWithManyWordsAreKept() async throws {
    let criterion = String(repeating: "c", count: 400)
    let criteria = Array(repeating: "\"\(criterion)\"", count: 40).joined(separator: ", ")
    let id = try await dispatch(1, #", "success_criteria": [\#(criteria)]"#)
    let token = #""mission_id": "\#(id)", "worker_id": "w1", "attempt": 1"#
    _ = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    for step in 0..<10 {
      _ = try await call("vp_progress", #"{\#(token), "summary": "step \#(step)"}"#)
    }
    _ = try await call("vp_fail", #"{\#(token), "error": "no"}"#)
    let got = try await call("vp_get_mission", #"{"mission_id": "\#(id)"}"#)
    #expect(got.utf8.count < 20_000 && got.contains("answer_cut"))
    #expect(got.contains(#""events_total":13,"next_before":null"#), "\(got)")
    #expect((0..<10).allSatisfy { got.contains("step \($0)") })
  }

  /// Dispatches so many missions that complete with texts of so many bytes.
  private func complete(_ count: Int, textBytes: Int) async throws {
    let words = String(repeating: "w", count: textBytes)
    let action = words.prefix(4_000)
    for number in 0..<count {
      let id = try await dispatch(80, #", "idempotency_key": "k\#(number)""#)
      _ = try await call(
        "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
      _ = try await call(
        "vp_complete",
        #"{"mission_id": "\#(id)", "worker_id": "w1", "attempt": 1, "message": "\#(words)", "next_action": "\#(action)"}"#
      )
    }
  }

  @Test func textsAreCutBeforeAPageHasButAFewMissions() async throws {
    try await complete(20, textBytes: 3_000)
    let page = try await call("vp_list_missions", "{}")
    let count = try #require(page.firstMatch(of: /"count":([0-9]+)/)?.output.1)
    #expect(try #require(Int(count)) >= 10 && page.utf8.count < 20_000)
  }

  @Test func whoAsksForMoreMissionsGetsThemWithTheirTextsCut() async throws {
    try await complete(15, textBytes: 50_000)
    let all = try await call("vp_list_missions", #"{"limit": 50}"#)
    #expect(all.contains(#""count":15"#) && all.contains(#""next_cursor":null"#))
    #expect(all.utf8.count < 2_000 * 15 && all.contains("answer_cut"))
  }

  @Test func aWaitForManyKeepsEachOfThemAndShortensTheirTexts() async throws {
    var ids: [String] = []
    for number in 0..<20 {
      ids.append(try await dispatch(80, #", "idempotency_key": "k\#(number)""#))
    }
    let list = ids.map { "\"\($0)\"" }.joined(separator: ", ")
    let answer = try await call(
      "vp_wait_mission", #"{"mission_ids": [\#(list)], "timeout_seconds": 0}"#)
    #expect(ids.allSatisfy { answer.contains(#""mission_id":"\#($0)""#) })
    #expect(answer.contains("answer_cut") && answer.utf8.count < 20_000)
  }

  @Test func aWaitForMoreThanThereIsRoomForNamesThoseThatItLeavesOut() async throws {
    try await complete(15, textBytes: 3_000)
    var ids: [String] = []
    for number in 0..<50 {
      ids.append(try await dispatch(80, #", "idempotency_key": "k\#(number)""#))
    }
    let list = ids.map { "\"\($0)\"" }.joined(separator: ", ")
    let answer = try await call(
      "vp_wait_mission", #"{"mission_ids": [\#(list)], "timeout_seconds": 0}"#)
    #expect(answer.utf8.count < 20_000)
    let shown = Set(answer.matches(of: /"mission_id":"([^"]+)"/).map { String($0.output.1) })
    // Those that are done come first, and none is left out of which nothing is said.
    #expect(shown.count >= 15 && shown.count < 50 && shown.isSuperset(of: ids.prefix(15)))
    let said = answer.firstMatch(of: /the answer has no room for the pending ([^"]+): call/)?.output
      .1
    let named = try #require(said).matches(of: /vp-mission-[0-9a-f]+/).map { String($0.output) }
    #expect(Set(named) == Set(ids).subtracting(shown) && answer.contains(#""timed_out":true"#))
  }

  @Test func aQuestionAmongManyMissionsStaysWhole() async throws {
    var ids: [String] = []
    for number in 0..<50 {
      ids.append(try await dispatch(80, #", "idempotency_key": "k\#(number)""#))
    }
    _ = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    _ = try await call(
      "vp_block",
      #"{"mission_id": "\#(ids[0])", "worker_id": "w1", "attempt": 1, "question": "go on?"}"#)
    let list = ids.map { "\"\($0)\"" }.joined(separator: ", ")
    let answer = try await call(
      "vp_wait_mission", #"{"mission_ids": [\#(list)], "timeout_seconds": 0}"#)
    #expect(
      answer.contains(#""blocked":{"question_id":"q1","question":"go on?","options":[],"at":"#))
  }

  @Test func twentyThatHaveEndedWithManyWordsFit() async throws {
    let words = String(repeating: "and so on ", count: 200)
    var ids: [String] = []
    for number in 0..<20 {
      let id = try await dispatch(80, #", "idempotency_key": "k\#(number)""#)
      ids.append("\"\(id)\"")
      _ = try await call(
        "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
      let token = #""mission_id": "\#(id)", "worker_id": "w1", "attempt": 1"#
      _ = try await call("vp_progress", #"{\#(token), "summary": "\#(words)", "percent": 99.5}"#)
      for file in 0..<20 {
        _ = try await call(
          "vp_artifact", #"{\#(token), "path": "a-long-folder-of-reports/\#(file).md"}"#)
      }
      _ = try await call(
        "vp_complete",
        #"{\#(token), "message": "\#(words)", "next_action": "\#(words)", "result_ref": "workspace:///srv/work/of/many/people/\#(id)"}"#
      )
    }
    let answer = try await call(
      "vp_wait_mission", #"{"mission_ids": [\#(ids.joined(separator: ", "))]}"#)
    #expect(answer.utf8.count < 20_000 && answer.contains(#""pending":[]"#))
    #expect(ids.allSatisfy { answer.contains(#""mission_id":\#($0)"#) })
  }

  @Test func aQuestionOfManyOptionsIsCutAndItsAnswersCallIsNot() async throws {
    let id = try await dispatch(1)
    _ = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    let option = String(repeating: "or this ", count: 100)
    let options = (0..<100).map { #""\#($0) \#(option)""# }.joined(separator: ", ")
    _ = try await call(
      "vp_block",
      #"{"mission_id": "\#(id)", "worker_id": "w1", "attempt": 1, "question": "which?", "options": [\#(options)]}"#
    )
    let answer = try await call(
      "vp_wait_mission", #"{"mission_id": "\#(id)", "timeout_seconds": 0}"#)
    #expect(answer.utf8.count < 20_000 && answer.contains("answer_cut"))
    let question = try #require(answer.firstMatch(of: /"question_id":"([^"]+)"/)?.output.1)
    #expect(answer.contains("vp_answer_mission \(id) with question_id \(question)"))
  }

  @Test func aClaimSaysWhichOfItsTextsAreCut() async throws {
    let rules = String(repeating: "R", count: 6_000)
    let claim = #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#
    _ = try await dispatch(1, #", "constraints": {"rules": "\#(rules)"}"#)
    let cut = try await call("vp_claim_mission", claim)
    #expect(!cut.contains(rules) && cut.contains("answer_cut"))
    #expect(cut.contains("vp_get_mission with full"))
    // The next one has nothing to cut.
    _ = try await dispatch(1, to: "vp.coder.primary")
    let whole = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.coder.primary", "worker_id": "w2"}"#)
    #expect(!whole.contains("answer_cut"))
  }

  @Test func aLongClaimTellsOfAllThatThereIsToDoAndHowToReadItWhole() async throws {
    let criterion = String(repeating: "c", count: 3_000)
    let criteria = (0..<12).map { #""\#($0) \#(criterion)""# }.joined(separator: ", ")
    let id = try await dispatch(1_000, #", "success_criteria": [\#(criteria)]"#)
    let claimed = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    #expect(claimed.utf8.count < 20_000 && claimed.contains("vp_get_mission with full"))
    #expect(claimed.contains(#""mission_id":"\#(id)""#) && claimed.contains(#""attempt":1,"#))
    #expect(claimed.contains(#""objective":"🦉🦉 "#))
    #expect(claimed.contains(#""lease_expires_at":"20"#))
    #expect((0..<12).allSatisfy { claimed.contains(#""\#($0) ccc"#) })
    let whole = try await call("vp_get_mission", #"{"mission_id": "\#(id)", "full": true}"#)
    #expect(whole.contains("11 " + criterion))
  }

  @Test func aClaimWithFullIsWholeHoweverLongItIs() async throws {
    let rules = String(repeating: "R", count: 30_000)
    _ = try await dispatch(1, #", "constraints": {"rules": "\#(rules)"}"#)
    let claimed = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1", "full": true}"#)
    #expect(claimed.contains(rules) && !claimed.contains("answer_cut"))
  }

  @Test func whoCanReadNoMissionGetsAsMuchOfItsClaimAsOneAnswerHolds() async throws {
    var context = context
    context.rules.readsMissions = false
    func claim(_ bytes: Int, of vp: String) async throws -> String {
      let rules = String(repeating: "R", count: bytes)
      _ = try await dispatch(1, #", "constraints": {"rules": "\#(rules)"}"#, to: vp)
      let tool = try #require(Tools.named("vp_claim_mission"))
      let json = #"{"vp_id": "\#(vp)", "worker_id": "w1"}"#
      return String(
        decoding: try await tool.call(Array(json.utf8), context).json, as: UTF8.self)
    }
    let whole = try await claim(15_000, of: "vp.general.primary")
    #expect(whole.contains(String(repeating: "R", count: 15_000)) && !whole.contains("answer_cut"))
    let cut = try await claim(30_000, of: "vp.coder.primary")
    #expect(cut.utf8.count > 16_000 && cut.utf8.count < 20_000)
    #expect(cut.contains("the next claim with full") && cut.contains("ask with vp_block"))
    #expect(!cut.contains("vp_get_mission"))
  }

  @Test(arguments: [true, false])
  func anAnswerReachesItsWorkerAsFarAsThereIsRoom(readsMissions: Bool) async throws {
    var context = context
    context.rules.readsMissions = readsMissions
    let id = try await dispatch(1)
    let token = #""mission_id": "\#(id)", "worker_id": "w1", "attempt": 1"#
    _ = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    func heard(_ bytes: Int, to question: String) async throws -> String {
      _ = try await call("vp_block", #"{\#(token), "question": "which?"}"#)
      let answer = String(repeating: "A", count: bytes)
      _ = try await call(
        "vp_answer_mission",
        #"{"mission_id": "\#(id)", "question_id": "\#(question)", "answer": "\#(answer)"}"#)
      let tool = try #require(Tools.named("vp_heartbeat"))
      return String(
        decoding: try await tool.call(Array("{\(token)}".utf8), context).json, as: UTF8.self)
    }
    let whole = try await heard(17_000, to: "q1")
    #expect(whole.contains(String(repeating: "A", count: 17_000)) && !whole.contains("answer_cut"))
    let cut = try await heard(30_000, to: "q2")
    #expect(cut.utf8.count > 16_000 && cut.utf8.count < 20_000)
    #expect(cut.contains("vp_get_mission with full") == readsMissions)
    #expect(cut.contains("ask with vp_block") == !readsMissions)
  }

  @Test func aFeedThatIsCutSaysWhereToGoOn() async throws {
    for number in 0..<30 {
      _ = try await dispatch(
        50, #", "idempotency_key": "k\#(number)", "source_session_id": "s""#)
    }
    _ = try await Bridge(context.fleet).catchUp()
    let page = try await call("vp_read_feed", #"{"source_session_id": "s"}"#)
    let next = try #require(page.firstMatch(of: /"next_after":([0-9]+)/)?.output.1)
    #expect(page.utf8.count < 20_000 && page.contains("call again with after set to next_after"))
    #expect(try #require(Int(next)) < 30 && page.contains("call again with ack \(next)"))
  }

  @Test func noNameWithinAMissionIsTooLongForAnAnswer() async throws {
    let name = String(repeating: "n", count: 30_000)
    let id = try await dispatch(1, #", "metadata": {"\#(name)": 1}"#)
    let claimed = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    #expect(claimed.utf8.count < 20_000 && claimed.contains("answer_cut"))
    #expect(try await call("vp_get_mission", #"{"mission_id": "\#(id)"}"#).utf8.count < 20_000)
  }

  /// What an agent is told of a fleet whose configuration has these lines, and how many VPs it has.
  private func listing(_ vps: [String]) async throws -> (text: String, total: Int) {
    let home = try TemporaryHome()
    let fleet = home.fleet("vps:\n" + vps.joined(separator: "\n"))
    #expect(try await fleet.openForWriting().isEmpty)
    let tool = try #require(Tools.named("vp_list_vps"))
    let answer = try await tool.call(
      Array("{}".utf8), ToolContext(fleet: fleet, call: .tester, rules: .mcp))
    #expect(answer.json.count < 20_000)
    return (String(decoding: answer.json, as: UTF8.self), try await fleet.vps().vps.count)
  }

  @Test(arguments: [(40, ""), (300, ""), (200, "-of-a-team-with-a-name-of-fifty-letters-or-so")])
  func aFleetOfManyVPsIsNamedWhole(count: Int, team: String) async throws {
    let about = String(repeating: "researches, writes ", count: 20)
    let lines = (0..<count).map {
      "  vp.many.\($0)\(team): {name: Many \($0), description: '\(about)'}"
    }
    let (text, _) = try await listing(lines)
    #expect(text.contains("answer_cut"))
    let names = Set(text.matches(of: /vp\.many\.[0-9]+/).map { String($0.output) })
    #expect(names.count == count)
  }

  @Test func ofMoreVPsThanCanBeNamedItIsSaidHowManyMore() async throws {
    let team = "vp." + String(repeating: "a-team-with-a-long-name-", count: 3)
    let lines = (0..<300).map { "  \(team)\($0).primary: {}" }
    let (text, total) = try await listing(lines)
    let names = Set(text.matches(of: /vp\.[a-z0-9.-]+\.primary/).map(\.output))
    let more = try #require(text.firstMatch(of: /and ([0-9]+) more: missionlog vps/)?.output.1)
    #expect(names.count > 120 && total >= 300 && names.count + (Int(more) ?? 0) == total)
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
