import CanonicalJSON
import EventLog
import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Platform
import Testing

@testable import MissionMCP

private let long = String(repeating: "x", count: 100_000)

/// Tools through the protocol: what they answer, what they are told of the call, and how they fail.
@Suite struct ToolCallTests {
  private let home: TemporaryHome
  private let fleet: Fleet
  private let client: Client

  init() throws {
    home = try TemporaryHome()
    fleet = home.fleet()
    client = Client(ToolContext(fleet: fleet, call: .orchestrator(session: "s")))
  }

  private func call(_ id: String, _ tool: String, _ arguments: String, meta: String = "") {
    client.ask(
      id, "tools/call", #""name": "\#(tool)", "arguments": \#(arguments)"#, meta: meta)
  }

  private let dispatch = #"{"vp_id": "vp.general.primary", "objective": "count to ten"}"#

  @Test func everyToolIsListedWithBothSchemas() async throws {
    client.ask("1", "tools/list")
    let list = try #require(await client.end().first?.result?["tools"])
    var reader = JSONReader(list)
    var names: [String] = []
    try reader.readArray { reader throws(JSONError) in
      let tool = try Members(try reader.readText())
      names.append(tool.string("name") ?? "")
      for schema in ["inputSchema", "outputSchema"] {
        #expect(tool.members(schema)?.string("type") == "object")
        #expect(tool.members(schema)?["additionalProperties"]?.string == "false")
      }
      #expect(tool.members("annotations")?["openWorldHint"]?.string == "false")
    }
    #expect(names == Tools.all.map(\.name))
  }

  @Test func anAnswerIsGivenAsDataAndAsItsText() async throws {
    call("1", "vp_dispatch_mission", dispatch)
    let result = try #require(await client.end().first?.result)
    #expect(result["isError"]?.string == "false")
    #expect(result.members("structuredContent")?.string("source_session_id") == "s")
    var content = JSONReader(try #require(result["content"]))
    var texts: [String] = []
    try content.readArray { reader throws(JSONError) in
      texts.append(try Members(try reader.readText()).string("text") ?? "")
    }
    let data = try #require(result["structuredContent"])
    #expect(try texts.map { try JSONText($0) } == [data])
  }

  @Test func aMissionOfWhichATextIsCutSaysHowToGetTheWhole() async throws {
    var request = DispatchRequest(
      vpID: .general, objective: String(repeating: "long ", count: 1_000))
    let long = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    request.objective = "short"
    let short = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    call("1", "vp_get_mission", #"{"mission_id": "\#(long)"}"#)
    call("2", "vp_get_mission", #"{"mission_id": "\#(long)", "full": true}"#)
    call("3", "vp_get_mission", #"{"mission_id": "\#(short)"}"#)
    let replies = await client.end()
    let told = ["1", "2", "3"].map { id in
      replies.first { $0.id == id }?.text.contains("call again with full") ?? false
    }
    #expect(told == [true, false, false])
  }

  @Test func theInstructionsNameNoToolThatIsNotServed() async {
    let reading = Tools.served(toWorkers: false, writing: false)
    let writing = Tools.served(toWorkers: false, reading: false)
    let sets = [
      Tools.orchestrator, Tools.worker, Tools.all, reading, reading + Tools.worker, writing,
    ]
    for tools in sets {
      let text = await Instructions(of: ToolContext(fleet: fleet, call: .tester), tools: tools).text
      for name in Tools.all.map(\.name) where !tools.contains(where: { $0.name == name }) {
        #expect(!text.contains(name), "\(name)")
      }
    }
  }

  @Test func aHintNamesNoToolThatIsNotServed() async throws {
    let request = DispatchRequest(vpID: .general, objective: "dig")
    let id = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    _ = try await fleet.cancel(id, reason: "no", .tester)
    let context = ToolContext(fleet: fleet, call: .orchestrator(session: "s"))
    let reading = Client(context, tools: Tools.served(toWorkers: false, writing: false))
    reading.ask(
      "1", "tools/call", #""name": "vp_get_mission", "arguments": {"mission_id": "\#(id)"}"#)
    let reply = try #require(await reading.end().first)
    #expect(reply.result?["isError"]?.string == "false")
    #expect(!reply.text.contains("vp_retry_mission"))
    call("1", "vp_get_mission", #"{"mission_id": "\#(id)"}"#)
    #expect(await client.end().first?.text.contains("vp_retry_mission") == true)
  }

  @Test func aClientThatIsServedAWorkersToolsAloneIsToldOfNoOther() async throws {
    let objective = String(repeating: "long ", count: 1_600)
    for text in [objective, objective + objective + objective] {
      _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: text), .tester)
    }
    let worker = Client(
      ToolContext(fleet: fleet, call: .orchestrator(session: "s")), tools: Tools.worker)
    var asked = 0
    func call(_ tool: String, _ arguments: String) async throws -> Reply {
      asked += 1
      worker.ask("\(asked)", "tools/call", #""name": "\#(tool)", "arguments": \#(arguments)"#)
      return try #require(await worker.replies(asked).last)
    }
    for isWhole in [true, false] {
      let claim = #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#
      let claimed = try await call("vp_claim_mission", claim)
      #expect(claimed.text.contains("answer_cut") == !isWhole)
      #expect(!claimed.text.contains("vp_get_mission"))
      let id = try #require(claimed.text.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output)
      let token = #"{"mission_id": "\#(id)", "worker_id": "w1", "attempt": 1}"#
      _ = try await call("vp_complete", token)
      let refused = try await call("vp_heartbeat", token)
      #expect(refused.text.contains("mission_terminal"))
      #expect(refused.text.contains("vp_claim_mission for the next"))
      #expect(!refused.text.contains("vp_retry_mission"))
    }
    _ = await worker.end()
  }

  @Test(arguments: [
    (true, false, "vp_claim_mission"), (true, false, "vp_dispatch_mission"),
    (false, true, "vp_claim_mission"), (false, false, "vp_start"),
  ])
  func aToolThatIsNotServedNamesTheOptionsThatServeIt(
    toWorkers: Bool, writing: Bool, tool: String
  ) async throws {
    let client = Client(
      ToolContext(fleet: fleet, call: .tester),
      tools: Tools.served(toWorkers: toWorkers, writing: writing))
    client.ask("1", "tools/call", #""name": "\#(tool)""#)
    let said = try #require(await client.end().first?.message)
    let options =
      tool == "vp_dispatch_mission"
      ? "missionlog mcp without --read-only"
      : "missionlog mcp with --worker-tools and without --read-only"
    #expect(said == "Unknown tool: \(tool), which needs \(options)")
  }

  @Test func aVPsWordsTakeNoLineOfTheInstructions() async {
    let home = home.fleet(
      "vps: {vp.x: {name: \"A\\nB\", description: \"one\\r\\ntwo\\u2028three\"}}")
    let context = ToolContext(fleet: home, call: .tester)
    let text = await Instructions(of: context, tools: Tools.all).text
    #expect(text.contains("vp.x (A B): one two three"))
    #expect((3...8).contains(text.split(whereSeparator: \.isNewline).count))
  }

  @Test func anUnknownToolIsAFailureOfTheProtocol() async {
    call("1", "vp_no_such", "{}")
    client.ask("2", "tools/call", #""arguments": {}"#)
    call("3", "vp_list_vps", "[]")
    #expect(await client.end().map(\.code) == ["-32602", "-32602", "-32602"])
  }

  @Test func whatAModelCanMendIsAResult() async throws {
    call("1", "vp_get_mission", "{}")
    call("2", "vp_get_mission", #"{"mission_id": "vp-mission-none"}"#)
    call("3", "vp_dispatch_mission", #"{"vp_id": "vp.general.primary", "objective": 7}"#)
    call("4", "vp_list_missions", #"{"limit": 501}"#)
    for reply in await client.end() {
      #expect(reply.code == nil && reply.result?["isError"]?.string == "true", "\(reply.text)")
      #expect(reply.text.contains(#"\"code\":"#) && reply.text.contains(#"\"hint\":"#))
    }
  }

  @Test(arguments: [
    ("vp_list_missions", #"{"\#(long)": 1}"#),
    ("vp_list_missions", #"{"status": "\#(long)"}"#),
    ("vp_list_missions", #"{"since": "\#(long)"}"#),
    ("vp_list_missions", #"{"cursor": "\#(long)"}"#),
    (
      "vp_dispatch_mission",
      #"{"vp_id": "vp.general.primary", "objective": "x", "required_outputs": ["/\#(long)"]}"#
    ),
    (
      "vp_list_missions", "{" + (0..<3_000).map { #""name\#($0)": 1"# }.joined(separator: ",") + "}"
    ),
  ])
  func aRefusalIsShortWhateverItWasGiven(tool: String, arguments: String) async throws {
    call("1", tool, arguments)
    let reply = try #require(await client.end().first)
    #expect(reply.result?["isError"]?.string == "true")
    #expect(reply.text.utf8.count < 22_000)
    #expect(reply.text.contains("validation_error") && reply.text.contains("fix what the message"))
  }

  @Test(arguments: ["toolu_1", String(repeating: "u", count: 300)])
  func theToolUseIsTheKeyOfADispatchWithoutOne(use: String) async throws {
    for id in ["1", "2"] {
      call(id, "vp_dispatch_mission", dispatch, meta: #""claudecode/toolUseId": "\#(use)""#)
      _ = await client.replies(Int(id) ?? 0)
    }
    call("3", "vp_dispatch_mission", dispatch, meta: #""claudecode/toolUseId": "toolu_2""#)
    let results = await client.end().compactMap { $0.result?.members("structuredContent") }
    #expect(results[0].string("mission_id") == results[1].string("mission_id"))
    #expect(results[1]["replayed"]?.string == "true")
    #expect(results[2].string("mission_id") != results[0].string("mission_id"))
    #expect(results[2]["warnings"]?.string.contains("possible_duplicate_of") == true)
  }

  @Test func theCallersTraceAndToolUseAreKeptWithWhatItLedTo() async throws {
    call(
      "1", "vp_dispatch_mission", dispatch,
      meta: #"""
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01", "x/toolUseId": "toolu_9"
        """#)
    let answer = try #require(await client.end().first?.result?.members("structuredContent"))
    let id = try #require(answer.string("mission_id").flatMap(MissionID.init))
    let event = try #require(try await fleet.get(id).events.first)
    #expect(event.traceID == "0af7651916cd43dd8448eb211c80319c")
    #expect(event.requestID == "toolu_9")
    #expect(event.actor == "orchestrator:s")
  }

  @Test func aWorkersToolActsAsThatWorker() async throws {
    call("1", "vp_dispatch_mission", dispatch)
    _ = await client.replies(1)
    call("2", "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    let claimed = try #require(await client.end().last?.result?.members("structuredContent"))
    let mission = try #require(claimed.members("mission"))
    let id = try #require(mission.string("mission_id").flatMap(MissionID.init))
    let result = try await fleet.get(id)
    #expect(result.events.last?.actor == "worker:w1")
    let lease = try #require(result.mission.state.lease)
    let claimedAt = try #require(result.mission.state.claimedAt)
    #expect(lease.expiresAt.seconds(since: claimedAt) == 900)
  }

  @Test func aDoorThatOnlyReadsServesNothingElse() async throws {
    let tools = Tools.served(toWorkers: true, writing: false)
    #expect(tools.allSatisfy { !$0.writes })
    let feed = try #require(tools.first { $0.name == "vp_read_feed" })
    #expect(!feed.parameters.contains { $0.name == "ack" })
    let reader = Client(ToolContext(fleet: fleet, call: .orchestrator(session: "s")), tools: tools)
    reader.ask("1", "tools/call", #""name": "vp_dispatch_mission", "arguments": \#(dispatch)"#)
    reader.ask("2", "tools/call", #""name": "vp_read_feed", "arguments": {"ack": 1}"#)
    let replies = await reader.end()
    #expect(replies.first { $0.id == "1" }?.code == "-32602")
    #expect(replies.first { $0.id == "2" }?.result?["isError"]?.string == "true")
  }

  @Test func aFeedThatIsOnlyReadIsReadOnByWhatItTakes() async throws {
    for id in ["1", "2"] {
      call(id, "vp_dispatch_mission", dispatch)
      _ = await client.replies(Int(id) ?? 0)
    }
    call("3", "vp_read_feed", #"{"limit": 1}"#)
    let written = try #require(await client.end().last?.result?.members("structuredContent"))
    #expect(written.string("hint")?.hasSuffix("call again with ack 1") == true)
    let tools = Tools.served(toWorkers: false, writing: false)
    let feed = try #require(tools.first { $0.name == "vp_read_feed" })
    #expect(!feed.description.contains("with ack") && feed.description.contains("with after"))
    let reader = Client(ToolContext(fleet: fleet, call: .orchestrator(session: "s")), tools: tools)
    reader.ask("1", "tools/call", #""name": "vp_read_feed", "arguments": {"limit": 1}"#)
    let read = try #require(await reader.end().last?.result?.members("structuredContent"))
    #expect(read.string("hint")?.hasSuffix("call again with after 1") == true)
  }

  @Test func aClaimThatIsMadeAgainByTheSameToolUseGivesTheSameMission() async throws {
    var ids: [String] = []
    for objective in ["dig", "fill"] {
      let request = DispatchRequest(vpID: .general, objective: objective)
      ids.append(
        try await fleet.dispatch(request, .tester).mission.state.facts.missionID.rawValue)
    }
    let claim = #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#
    for (index, use) in ["one", "one", "two"].enumerated() {
      call("\(index)", "vp_claim_mission", claim, meta: #""claudecode/toolUseId": "\#(use)""#)
      _ = await client.replies(index + 1)
    }
    let missions = await client.end().map {
      $0.result?.members("structuredContent")?.members("mission")?.string("mission_id")
    }
    #expect(missions == [ids[0], ids[0], nil])
  }

  @Test func aFeedTellsOfMissionsWithoutAnotherProcessToCarryIt() async throws {
    call("1", "vp_dispatch_mission", dispatch)
    _ = await client.replies(1)
    call("2", "vp_read_feed", "{}")
    let feed = try #require(await client.end().last?.result?.members("structuredContent"))
    #expect(feed["unread"]?.string == "1")
  }

  @Test func thePromptIsTheSkill() async throws {
    client.ask("1", "prompts/list")
    client.ask("2", "prompts/get", #""name": "vp-orchestration""#)
    client.ask("3", "prompts/get", #""name": "other""#)
    client.ask("4", "tools/list", #""cursor": "x""#)
    let replies = await client.end()
    #expect(replies.first { $0.id == "1" }?.text.contains(Skill.name) == true)
    #expect(replies.first { $0.id == "2" }?.result?["messages"]?.string.contains("VPs") == true)
    #expect(replies.first { $0.id == "3" }?.code == "-32602")
    #expect(replies.first { $0.id == "4" }?.code == "-32602")
  }
}
