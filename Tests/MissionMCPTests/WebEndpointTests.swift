import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Testing

@testable import MissionMCP

/// The protocol over HTTP, without a socket.
@Suite struct WebEndpointTests {
  private let home: TemporaryHome
  private let fleet: Fleet
  private let endpoint = WebEndpoint()

  init() throws {
    home = try TemporaryHome()
    fleet = home.fleet()
  }

  private func post(
    _ body: String, _ headers: [(name: String, value: String)], method: String = "POST",
    tools: [Tool] = Tools.orchestrator, unlisted: [Tool] = []
  ) async -> WebAnswer {
    await endpoint.answer(
      WebRequest(method: method, headers: headers, body: Array(body.utf8)),
      ToolContext(fleet: fleet, call: .orchestrator(session: "s")), tools: tools,
      unlisted: unlisted)
  }

  private func modern(_ method: String, _ params: String = "", meta: String = "") -> String {
    #"""
    {"jsonrpc": "2.0", "id": 1, "method": "\#(method)", "params": {"_meta": {\#
    "io.modelcontextprotocol/protocolVersion": "2026-07-28", \#
    "io.modelcontextprotocol/clientCapabilities": {}\#(meta)}\#(params.isEmpty ? "" : ", " + params)}}
    """#
  }

  private func headers(
    _ method: String, _ name: String? = nil, version: String = "2026-07-28"
  ) -> [(name: String, value: String)] {
    [("MCP-Protocol-Version", version), ("Mcp-Method", method)]
      + (name.map { [("Mcp-Name", $0)] } ?? [])
  }

  private func reply(_ answer: WebAnswer) throws -> Reply {
    guard case .whole(let body) = answer.body else { throw NoBody() }
    return try #require(Reply(body + [0x0A]))
  }

  private struct NoBody: Error {}

  @Test func aRequestWhoseHeadersMatchIsServed() async throws {
    let answer = await post(modern("tools/list"), headers("tools/list"))
    #expect(answer.status == 200)
    #expect(try reply(answer).result?.string("resultType") == "complete")
    let named = await post(
      modern("tools/call", #""name": "vp_list_vps""#), headers("tools/call", "vp_list_vps"))
    #expect(try reply(named).result?["isError"] != nil)
  }

  @Test func aNameMayComeInBase64() async throws {
    let answer = await post(
      modern("tools/call", #""name": "vp_list_vps""#),
      headers("tools/call", "=?base64?dnBfbGlzdF92cHM=?="))
    #expect(answer.status == 200)
  }

  @Test(arguments: [
    [("Mcp-Method", "tools/call"), ("Mcp-Name", "vp_list_vps")],
    [
      ("MCP-Protocol-Version", "2025-11-25"), ("Mcp-Method", "tools/call"),
      ("Mcp-Name", "vp_list_vps"),
    ],
    [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Name", "vp_list_vps")],
    [
      ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/list"),
      ("Mcp-Name", "vp_list_vps"),
    ],
    [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call")],
    [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "other")],
    [
      ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"),
      ("Mcp-Name", "=?base64?!!?="),
    ],
    [
      ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"),
      ("Mcp-Name", "vp_list_vps"),
      ("mcp-name", "vp_list_vps"),
    ],
  ]) func aHeaderThatSaysSomethingElseIsRefused(headers: [(String, String)]) async throws {
    let answer = await post(
      modern("tools/call", #""name": "vp_list_vps""#), headers.map { (name: $0.0, value: $0.1) })
    #expect(answer.status == 400)
    #expect(try reply(answer).code == "-32020")
  }

  @Test func whatIsMissingOrUnknownHasItsStatus() async throws {
    let bare = #"{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}"#
    let incomplete = await post(bare, headers("tools/list"))
    #expect(incomplete.status == 400)
    #expect(try reply(incomplete).code == "-32602")
    let unspoken = await post(bare, headers("tools/list", version: "1900-01-01"))
    #expect(unspoken.status == 400)
    #expect(try reply(unspoken).code == "-32022")
    let unknown = await post(modern("no/such"), headers("no/such"))
    #expect(unknown.status == 404)
    #expect(try reply(unknown).code == "-32601")
    let batch = await post("[\(modern("tools/list"))]", headers("tools/list"))
    #expect(batch.status == 400)
    #expect(try reply(batch).code == "-32600")
    let broken = await post("{", headers("tools/list"))
    #expect(broken.status == 400)
    #expect(try reply(broken).code == "-32700")
  }

  private static let streams = ["application/json, text/event-stream", "text/event-stream"]

  @Test(
    arguments: [
      ("no/such", nil, "", 404), ("subscriptions/listen", nil, "", 400),
      ("tools/call", "vp_no_such", "", 400), ("prompts/get", "none", "", 400),
      ("tools/call", "vp_wait_mission", #""arguments": []"#, 400),
    ], streams)
  func whatIsRefusedAsAWholeIsNoStream(
    call: (method: String, name: String?, params: String, status: Int), accept: String
  ) async throws {
    let params = [call.name.map { #""name": "\#($0)""# } ?? "", call.params]
    let body = modern(
      call.method, params.filter { !$0.isEmpty }.joined(separator: ", "),
      meta: #", "progressToken": 1"#)
    let answer = await post(body, headers(call.method, call.name) + [("Accept", accept)])
    #expect(answer.status == call.status)
    #expect(try reply(answer).code == (call.status == 404 ? "-32601" : "-32602"))
  }

  @Test(arguments: streams) func aCallThatIsBegunWithAProgressTokenIsAStream(
    accept: String
  ) async throws {
    let body = modern("tools/call", #""name": "vp_list_vps""#, meta: #", "progressToken": 1"#)
    let answer = await post(body, headers("tools/call", "vp_list_vps") + [("Accept", accept)])
    guard case .stream(let stream) = answer.body else { throw NoBody() }
    var text: [UInt8] = []
    for await piece in stream { text += piece }
    #expect(String(decoding: text, as: UTF8.self).contains(#""resultType":"complete""#))
  }

  @Test func whoTakesNothingButStreamsGetsAnAnswerAsOne() async throws {
    let answer = await post(
      modern("tools/list"), headers("tools/list") + [("Accept", "text/event-stream")])
    guard case .stream(let stream) = answer.body else { throw NoBody() }
    var count = 0
    for await piece in stream where piece.starts(with: Array("event: message".utf8)) { count += 1 }
    #expect(count == 1)
  }

  @Test(arguments: ["GET", "DELETE", "PUT"]) func onlyPostsAreTaken(method: String) async {
    let answer = await post("", [], method: method)
    #expect(answer.status == 405)
    #expect(answer.headers.contains { $0.name == "Allow" && $0.value == "POST" })
  }

  @Test func aNotificationIsTakenWithoutAWord() async {
    let told = #"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#
    #expect(await post(told, []).status == 202)
    #expect(await post(told, [("MCP-Protocol-Version", "2026-07-28")]).status == 202)
    #expect(await post(told, headers("notifications/initialized")).status == 202)
    #expect(await post(told, headers("x", version: "2025-11-25")).status == 202)
    #expect(await post(told, headers("x", version: "1900-01-01")).status == 400)
  }

  @Test(arguments: [
    ([("Mcp-Method", "tools/call")], "-32020"),
    ([("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call")], "-32020"),
    ([("MCP-Protocol-Version", "2025-11-25")], "-32020"),
    (
      [("MCP-Protocol-Version", "2026-07-28"), ("MCP-Protocol-Version", "2025-11-25")], "-32020"
    ),
    ([], nil), ([("Mcp-Method", "notifications/x")], nil),
    ([("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "notifications/x")], nil),
  ])
  func aNotificationWhoseHeadersSaySomethingElseIsRefused(
    headers: [(String, String)], code: String?
  ) async throws {
    let told = modern("notifications/x").replacing(#""id": 1, "#, with: "")
    let answer = await post(told, headers.map { (name: $0.0, value: $0.1) })
    #expect(answer.status == (code == nil ? 202 : 400))
    if code != nil { #expect(try reply(answer).code == code) }
  }

  @Test func aHandshakeThatIsSpokenWithoutOneIsAMethodThatNobodyKnows() async throws {
    let params = #""protocolVersion": "2025-11-25", "capabilities": {}"#
    let body = modern("initialize", params)
    let unknown = await post(body, headers("initialize"))
    #expect(unknown.status == 404)
    #expect(try reply(unknown).code == "-32601")
    for headers in [headers("tools/call"), []] {
      let mismatch = await post(body, headers)
      #expect(mismatch.status == 400)
      #expect(try reply(mismatch).code == "-32020")
    }
  }

  @Test func aHandshakeIsOneWhateverRevisionItsHeaderNames() async throws {
    let hello = await post(EraTests.initialize("2025-11-25"), headers("initialize"))
    #expect(hello.status == 200)
    #expect(try reply(hello).result?.string("protocolVersion") == "2025-11-25")
  }

  @Test func aHandshakeNeedsNoSession() async throws {
    let hello = await post(EraTests.initialize("2025-06-18"), [])
    #expect(try reply(hello).result?.string("protocolVersion") == "2025-06-18")
    #expect(!hello.headers.contains { $0.name.lowercased() == "mcp-session-id" })
    let list = #"{"jsonrpc": "2.0", "id": 2, "method": "tools/list"}"#
    for headers in [[], [(name: "mcp-protocol-version", value: "2025-06-18")]] {
      let answer = await post(list, headers)
      #expect(answer.status == 200)
      #expect(try reply(answer).result?["tools"] != nil)
    }
    let unknown = await post(#"{"jsonrpc": "2.0", "id": 2, "method": "no/such"}"#, [])
    #expect(unknown.status == 200)
    #expect(try reply(unknown).code == "-32601")
  }

  @Test func aWaitIsAStreamWhoseEndLeavesTheMissionAlone() async throws {
    let request = try DispatchRequest(
      json: JSONText(#"{"vp_id": "vp.general.primary", "objective": "count"}"#))
    let id = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    let body = modern(
      "tools/call", #""name": "vp_wait_mission", "arguments": {"mission_id": "\#(id)"}"#)
    let answer = await post(body, headers("tools/call", "vp_wait_mission"))
    guard case .stream(let stream) = answer.body else { throw NoBody() }
    let reading = Task {
      var text: [UInt8] = []
      for await piece in stream { text += piece }
      return String(decoding: text, as: UTF8.self)
    }
    _ = try await fleet.cancel(id, reason: "enough", force: false, .tester)
    let text = await reading.value
    #expect(text.hasPrefix("event: message\ndata: {"))
    #expect(text.hasSuffix("}\n\n"))
    #expect(text.contains("cancelled"))
  }

  @Test func theEndOfTheServerEndsAWait() async throws {
    let request = try DispatchRequest(
      json: JSONText(#"{"vp_id": "vp.general.primary", "objective": "count"}"#))
    let id = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    let body = modern(
      "tools/call", #""name": "vp_wait_mission", "arguments": {"mission_id": "\#(id)"}"#)
    let answer = await post(body, headers("tools/call", "vp_wait_mission"))
    guard case .stream(let stream) = answer.body else { throw NoBody() }
    endpoint.end()
    var text: [UInt8] = []
    for await piece in stream { text += piece }
    #expect(String(decoding: text, as: UTF8.self).contains("\"timed_out\":true"))
  }

  @Test(arguments: ["application/json", "application/json, text/event-stream"])
  func theEndOfTheServerTellsAClaimThatWaitsToComeAgain(accept: String) async throws {
    let body = modern(
      "tools/call",
      #""name": "vp_claim_mission", "arguments": "#
        + #"{"vp_id": "vp.general.primary", "worker_id": "w1", "wait_seconds": 20}"#)
    async let answer = post(
      body, headers("tools/call", "vp_claim_mission") + [("Accept", accept)],
      tools: Tools.worker)
    endpoint.end()
    var text: [UInt8] = []
    switch await answer.body {
    case .whole(let bytes): text = bytes
    case .stream(let stream): for await piece in stream { text += piece }
    }
    let told = String(decoding: text, as: UTF8.self)
    #expect(told.contains(#"\"code\":\"unavailable\""#) && told.contains(#""isError":true"#))
    #expect(await answer.status == 200)
  }

  @Test func aClientThatTakesNothingThatIsSpokenIsToldSo() async throws {
    let answer = await post(modern("tools/list"), headers("tools/list") + [("Accept", "text/html")])
    #expect(answer.status == 406)
    #expect(try reply(answer).code == "-32600")
    #expect(try reply(answer).message?.contains("text/event-stream") == true)
  }

  @Test(arguments: [
    ("vp_get_mission", "read"), ("vp_read_feed", "read"), ("vp_claim_mission", "work"),
    ("vp_dispatch_mission", "dispatch"),
  ])
  func aToolThatIsNotServedNamesTheScopeThatItWants(name: String, scope: String) async throws {
    let tools = Tools.served(
      toWorkers: false, reading: false, writing: name != DispatchMission.name)
    let body = modern("tools/call", #""name": "\#(name)""#)
    let reply = try reply(await post(body, headers("tools/call", name), tools: tools))
    #expect(reply.code == "-32602")
    #expect(
      reply.message == "Unknown tool: \(name), which needs a token with the scope \(scope)")
  }

  @Test func aToolThatIsNotListedIsServedToWhomeverItIsGivenTo() async throws {
    let list = try reply(
      await post(modern("tools/list"), headers("tools/list"), unlisted: Tools.worker))
    #expect(list.result?["tools"]?.string.contains(ClaimMission.name) == false)
    let claim = modern(
      "tools/call",
      #""name": "vp_claim_mission", "arguments": {"vp_id": "vp.general.primary", "worker_id": "w1"}"#
    )
    let claimed = try reply(
      await post(claim, headers("tools/call", ClaimMission.name), unlisted: Tools.worker))
    #expect(claimed.result?["isError"]?.string == "false")
  }

  @Test func aValueThatNoLedgerKeepsIsRefusedUnderItsId() async throws {
    let answer = await post(modern("tools/call", #""arguments": {"x": 1e400}"#), [])
    #expect(answer.status == 400)
    #expect(try reply(answer).id == "1")
  }
}
