import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Platform
import Testing

@testable import MissionMCP

/// Waiting through the protocol: what is told meanwhile, and what ends it.
@Suite struct WaitTests {
  private let home: TemporaryHome
  private let fleet: Fleet
  private let client: Client
  private let worker = CallContext.worker("w1")

  init() throws {
    home = try TemporaryHome()
    fleet = home.fleet()
    client = Client(ToolContext(fleet: fleet, call: .orchestrator(session: "s")))
  }

  private func claimed() async throws -> MissionID {
    let request = try DispatchRequest(
      json: JSONText(#"{"vp_id": "vp.general.primary", "objective": "count"}"#))
    let id = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    _ = try await fleet.claim(ClaimRequest(vp: .general, worker: .first), worker)
    return id
  }

  private func report(_ report: WorkerReport, on id: MissionID) async throws {
    let token = FencingToken(worker: .first, attempt: 1)
    _ = try await fleet.report(report, on: id, as: token, worker)
  }

  private func wait(_ id: MissionID, _ name: String, meta: String = "") {
    client.ask(
      name, "tools/call", #""name": "vp_wait_mission", "arguments": {"mission_id": "\#(id)"}"#,
      meta: meta)
  }

  @Test func eachEventIsToldAsProgressThatOnlyGrows() async throws {
    let id = try await claimed()
    wait(id, "1", meta: #""progressToken": "p""#)
    // A wait has begun once it tells: what comes before it isn't news.
    client.ask("2", "tools/list")
    _ = await client.replies(1)
    let tells = try await eventually {
      try await report(.progress(ProgressReport(summary: "half", percent: 50)), on: id)
      return await client.soFar().contains { $0.members.string("method") != nil }
    }
    #expect(tells)
    try await report(.completed(MissionOutcome(message: "done")), on: id)
    // The end of input would end the wait before it has told all.
    #expect(try await eventually { await client.soFar().contains { $0.id == "1" } })
    let replies = await client.end()
    let progress = replies.filter { $0.members.string("method") == "notifications/progress" }
      .compactMap { $0.members.members("params") }
    let numbers = progress.compactMap { $0["progress"]?.string }.compactMap(Int.init)
    #expect(numbers == Array(1...numbers.count))
    #expect(progress.allSatisfy { $0.string("progressToken") == "p" })
    #expect(progress.contains { $0.string("message")?.contains("half") == true })
    #expect(progress.last?.string("message")?.contains("done") == true)
    let answer = try #require(replies.firstIndex { $0.id == "1" })
    let last = try #require(replies.lastIndex { $0.members.string("method") != nil })
    #expect(answer > last)
  }

  @Test func withoutATokenNothingIsToldMeanwhile() async throws {
    let id = try await claimed()
    wait(id, "1")
    try await report(.progress(ProgressReport(summary: "half")), on: id)
    try await report(.completed(MissionOutcome(message: "done")), on: id)
    let replies = await client.replies(1)
    #expect(replies.map(\.id) == ["1"])
    _ = await client.end()
  }

  @Test func aWaitHoldsNobodyUp() async throws {
    let id = try await claimed()
    wait(id, "1")
    client.ask("2", "tools/list")
    #expect(await client.replies(1).first?.id == "2")
    _ = await client.end()
  }

  @Test func aCrowdOfWaitsHoldsNobodyUpAndIsHeardWhenItGoes() async throws {
    let id = try await claimed()
    for number in 0..<256 { wait(id, "\(number)") }
    wait(id, "300")
    client.ask("400", "no/such")
    client.ask("500", "tools/call", #""name": "vp_list_vps", "arguments": {}"#)
    let replies = await client.replies(3)
    #expect(replies.first { $0.id == "300" }?.code == "-32000")
    #expect(replies.first { $0.id == "400" }?.code == "-32601")
    #expect(replies.first { $0.id == "500" }?.result != nil)
    client.send(
      #"{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}}"#)
    let answered = Set(await client.end().compactMap(\.id))
    #expect(answered.count == 258 && !answered.contains("7"))
  }

  @Test func aWaitThatIsCancelledIsNotAnswered() async throws {
    let id = try await claimed()
    wait(id, "1")
    client.send(
      #"{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}}"#)
    client.ask("2", "tools/list")
    #expect(await client.end().map(\.id) == ["2"])
    #expect(try await fleet.get(id).mission.state.status == .running)
  }

  @Test func theEndOfInputEndsAWaitWithWhatThereIs() async throws {
    let id = try await claimed()
    wait(id, "1")
    let answer = try #require(await client.end().first?.result?.members("structuredContent"))
    #expect(answer["timed_out"]?.string == "true")
    #expect(answer.members("mission")?.string("status") == "running")
  }

  private static let claim =
    #""name": "vp_claim_mission", "arguments": "#
    + #"{"vp_id": "vp.general.primary", "worker_id": "w2", "wait_seconds": 20}"#

  @Test func theEndOfInputTellsAClaimThatWaitsToComeAgain() async throws {
    client.ask("1", "tools/call", Self.claim)
    let answer = try #require(await client.end().first)
    #expect(answer.id == "1" && answer.result?["isError"]?.string == "true")
    #expect(answer.text.contains(#"\"code\":\"unavailable\""#))
    #expect(answer.text.contains(#"\"retry_after_ms\":1000"#))
  }

  @Test func aClaimThatWasMadeIsAnsweredThoughTheInputEnds() async throws {
    let request = try DispatchRequest(
      json: JSONText(#"{"vp_id": "vp.general.primary", "objective": "count"}"#))
    let id = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    client.ask("1", "tools/call", Self.claim)
    let answer = try #require(await client.end().first?.result?.members("structuredContent"))
    #expect(answer.members("mission")?.string("mission_id") == id.rawValue)
  }

  @Test func aListenerIsToldThatNothingIsToBeHadAndIsLetGoAtTheEnd() async throws {
    client.ask("9", "subscriptions/listen", #""notifications": {"toolsListChanged": true}"#)
    let told = try #require(await client.replies(1).first)
    #expect(told.members.string("method") == "notifications/subscriptions/acknowledged")
    #expect(told.members.members("params")?["notifications"]?.string == "{}")
    let last = try #require(await client.end().last)
    #expect(last.id == "9")
    #expect(
      last.result?.members("_meta")?["io.modelcontextprotocol/subscriptionId"]?.string == "9")
  }

  @Test func anIdIsNotTakenTwiceWhileItIsUnderWay() async throws {
    let id = try await claimed()
    wait(id, "1")
    client.ask("1", "tools/list")
    #expect(await client.replies(1).first?.code == "-32600")
    _ = await client.end()
  }

  @Test(.timeLimit(.minutes(1))) func anIdMayBeUsedAgainOnceItsAnswerIsRead() async throws {
    let (input, output) = (LineQueue(), WrittenLines())
    let (taken, reads) = AsyncStream.makeStream(of: Void.self)
    let ask = Array(#"{"jsonrpc": "2.0", "id": 1, "method": "ping"}"#.utf8)
    let streams = StandardStreams(
      next: {
        reads.yield()
        return await input.next()
      },
      write: { line in
        output.add(line)
        guard output.lines.count == 1 else { return true }
        // The reader asks again before the writer knows that it has read, and is heard.
        input.add(.line(ask))
        var count = 0
        for await _ in taken {
          count += 1
          if count == 3 { break }
        }
        return true
      })
    let context = ToolContext(fleet: fleet, call: .orchestrator(session: "s"))
    let server = StdioServer(MCPServer(context, tools: [], by: .options), streams)
    let serving = Task { await server.run() }
    input.add(.line(ask))
    let replies = await output.wait(for: 2).compactMap(Reply.init)
    input.add(nil)
    await serving.value
    #expect(replies.map(\.code) == [nil, nil] && replies.map(\.id) == ["1", "1"])
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["9223372036854775807", "9007199254740992"])
  func aVersionThatNoMissionReachesIsWaitedForOrRefused(version: String) async throws {
    let id = try await claimed()
    client.ask(
      "1", "tools/call",
      #""name": "vp_wait_mission", "arguments": "#
        + #"{"mission_id": "\#(id)", "until": "change", "after_version": \#(version), "#
        + #""timeout_seconds": 0.2}"#, meta: #""progressToken": "p""#)
    // The end of input would end the wait before anything is told.
    #expect(try await eventually { await client.soFar().contains { $0.id == "1" } })
    let answer = try #require(await client.end().last { $0.id == "1" })
    if version.hasSuffix("807") {
      #expect(
        "\(answer)".contains("after_version must be a whole number from 0 to 9007199254740992"))
    } else {
      #expect(answer.result?.members("structuredContent")?["timed_out"]?.string == "true")
    }
  }
}
