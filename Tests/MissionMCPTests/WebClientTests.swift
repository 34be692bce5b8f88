import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Testing

@testable import MissionMCP

/// What becomes of a call over HTTP when its client goes, or says that it wants no answer.
@Suite(.timeLimit(.minutes(1))) struct WebClientTests {
  private static let modern = "2026-07-28"
  private static let claim =
    #"{"vp_id": "vp.general.primary", "worker_id": "w1", "wait_seconds": 20}"#
  private static let streaming = "application/json, text/event-stream"

  private let home: TemporaryHome
  private let fleet: Fleet
  private let endpoint = WebEndpoint()

  init() throws {
    home = try TemporaryHome()
    fleet = home.fleet()
  }

  /// Posts a message, which is a request that is spoken without a handshake where its revision is
  /// the modern one.
  private func post(
    _ body: String, version: String, method: String = "", name: String? = nil,
    accept: String = "application/json"
  ) async -> WebAnswer {
    var headers = [(name: "MCP-Protocol-Version", value: version), ("Accept", accept)]
    if version == Self.modern {
      headers += [("Mcp-Method", method)] + (name.map { [("Mcp-Name", $0)] } ?? [])
    }
    return await endpoint.answer(
      WebRequest(method: "POST", headers: headers, body: Array(body.utf8)),
      ToolContext(fleet: fleet, call: .orchestrator(session: "s")), tools: Tools.all)
  }

  private func call(
    _ tool: String, _ arguments: String, version: String, accept: String = "application/json"
  ) async -> WebAnswer {
    let meta =
      #"{"io.modelcontextprotocol/protocolVersion": "\#(Self.modern)", "#
      + #""io.modelcontextprotocol/clientCapabilities": {}}"#
    let body =
      #"{"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {"_meta": "#
      + "\(version == Self.modern ? meta : "{}"), "
      + #""name": "\#(tool)", "arguments": \#(arguments)}}"#
    return await post(body, version: version, method: "tools/call", name: tool, accept: accept)
  }

  private func text(_ answer: WebAnswer) async -> String {
    var text: [UInt8] = []
    switch answer.body {
    case .whole(let bytes): text = bytes
    case .stream(let stream): for await piece in stream { text += piece }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func dispatched() async throws -> MissionID {
    let request = DispatchRequest(vpID: .general, objective: "count")
    return try await fleet.dispatch(request, .tester).mission.state.facts.missionID
  }

  @Test(arguments: [modern, "2025-11-25", "2025-03-26"], ["application/json", streaming])
  func aClaimThatWaitsIsGivenUpWithItsClient(version: String, accept: String) async throws {
    _ = try await fleet.openForWriting()
    let calling = Task {
      await text(await call("vp_claim_mission", Self.claim, version: version, accept: accept))
    }
    // Its worker has shown itself, and waits.
    #expect(try await eventually { try await !fleet.sessions().sessions.isEmpty })
    calling.cancel()
    #expect(await calling.value.isEmpty)
    let id = try await dispatched()
    let isClaimed = try await eventually(withinSeconds: 0.2) {
      try await fleet.get(id).mission.state.status == .running
    }
    #expect(!isClaimed)
  }

  @Test(arguments: [modern, "2025-11-25", "2025-03-26"])
  func aWaitIsGivenUpWithItsClient(version: String) async throws {
    let id = try await dispatched()
    for (tool, arguments) in [
      ("vp_wait_mission", #"{"mission_id": "\#(id)", "timeout_seconds": 50}"#),
      ("vp_read_feed", #"{"wait_seconds": 50}"#),
    ] {
      let calling = Task { await text(await call(tool, arguments, version: version)) }
      calling.cancel()
      #expect(await calling.value.isEmpty, "\(tool)")
    }
  }

  @Test func anAcknowledgementWithAHandshakeIsMadeThoughItsClientHasGone() async throws {
    _ = try await fleet.openForWriting()
    let calling = Task {
      await text(
        await call("vp_read_feed", #"{"ack": 0, "wait_seconds": 0}"#, version: "2025-11-25"))
    }
    calling.cancel()
    #expect(await calling.value.contains(#""isError":false"#))
  }

  @Test func aClaimOfABatchIsGivenUpWithItsClient() async throws {
    _ = try await fleet.openForWriting()
    let body =
      #"[{"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": "#
      + #"{"name": "vp_claim_mission", "arguments": \#(Self.claim)}}]"#
    let calling = Task { await post(body, version: "2025-03-26").status }
    #expect(try await eventually { try await !fleet.sessions().sessions.isEmpty })
    calling.cancel()
    #expect(await calling.value == 202)
  }

  /// What a wait of so many seconds by one revision is answered whose id is cancelled by another.
  private func waited(
    _ seconds: Double, _ version: String, cancelledBy other: String
  ) async throws -> String {
    let id = try await dispatched()
    let answer = await call(
      "vp_wait_mission", #"{"mission_id": "\#(id)", "timeout_seconds": \#(seconds)}"#,
      version: version, accept: Self.streaming)
    let notice =
      #"{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 5}}"#
    #expect(await post(notice, version: other, method: "notifications/cancelled").status == 202)
    return await text(answer)
  }

  @Test func aNoticeWithdrawsTheCallOfItsOwnRevision() async throws {
    #expect(try await waited(50, "2025-11-25", cancelledBy: "2025-11-25").isEmpty)
  }

  @Test(arguments: [
    (modern, "2025-11-25"), (modern, modern), ("2025-11-25", modern), ("2025-11-25", "2025-06-18"),
  ])
  func aNoticeWithdrawsNoCallOfAnotherClient(version: String, other: String) async throws {
    let told = try await waited(0.3, version, cancelledBy: other)
    #expect(told.contains(#""timed_out":true"#), "\(told)")
  }
}
