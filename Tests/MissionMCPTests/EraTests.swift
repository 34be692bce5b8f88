import CanonicalJSON
import MissionControl
import MissionTesting
import MissionTools
import Testing

@testable import MissionMCP

/// How a request says by which revision it is spoken, and what happens where it doesn't.
@Suite struct EraTests {
  private let home: TemporaryHome
  private let client: Client

  init() throws {
    home = try TemporaryHome()
    client = Client(ToolContext(fleet: home.fleet(), call: .orchestrator(session: "s")))
  }

  @Test func aRequestWithoutAHandshakeIsServed() async throws {
    client.ask("1", "server/discover")
    let reply = try #require(await client.end().first)
    let result = try #require(reply.result)
    #expect(result.string("resultType") == "complete")
    #expect(
      result["supportedVersions"]?.string
        == #"["2026-07-28","2025-11-25","2025-06-18","2025-03-26"]"#)
    #expect(result["ttlMs"] != nil && result.string("cacheScope") == "private")
    #expect(
      result.members("_meta")?.members("io.modelcontextprotocol/serverInfo")?.string("name")
        == "missionlog")
  }

  @Test(arguments: ["2025-11-25", "2025-06-18", "2025-03-26"])
  func aHandshakeSettlesOnTheVersionAskedFor(version: String) async throws {
    client.send(Self.initialize(version))
    let result = try #require(await client.end().first?.result)
    #expect(result.string("protocolVersion") == version)
    #expect(result["resultType"] == nil)
  }

  @Test(arguments: ["2024-11-05", "2026-07-28", "1.0"])
  func aHandshakeForAnotherVersionIsOfferedTheNewestWithOne(version: String) async throws {
    client.send(Self.initialize(version))
    let result = try #require(await client.end().first?.result)
    #expect(result.string("protocolVersion") == "2025-11-25")
  }

  @Test func aRequestThatSaysNothingOfItselfIsRefused() async throws {
    client.send(#"{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}"#)
    client.send(
      #"{"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}}}"#
    )
    let replies = await client.end()
    #expect(replies.map(\.code) == ["-32602", "-32602"])
    #expect(replies.allSatisfy { $0.message?.contains("clientCapabilities") == true })
  }

  @Test(arguments: ["", #", "io.modelcontextprotocol/clientCapabilities": {}"#])
  func aRevisionThatIsNotSpokenIsToldWhichAre(beside: String) async throws {
    client.send(
      #"{"jsonrpc": "2.0", "id": "x", "method": "tools/list", "params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "1900-01-01"\#(beside)}}}"#
    )
    let reply = try #require(await client.end().first)
    #expect(reply.code == "-32022")
    let data = try #require(reply.members.members("error")?.members("data"))
    #expect(data.string("requested") == "1900-01-01")
    #expect(data["supported"]?.string.contains("2026-07-28") == true)
  }

  @Test func bothErasAreServedByOneProcess() async throws {
    client.send(Self.initialize("2025-06-18"))
    client.send(#"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#)
    client.send(#"{"jsonrpc": "2.0", "id": 1, "method": "ping"}"#)
    client.ask("2", "server/discover")
    client.ask("3", "ping")
    let replies = await client.end()
    #expect(replies.first { $0.id == "1" }?.result != nil)
    #expect(replies.first { $0.id == "2" }?.result?.string("resultType") == "complete")
    #expect(replies.first { $0.id == "3" }?.code == "-32601")
  }

  @Test func aHandshakeThatIsSpokenWithoutOneSettlesNothing() async throws {
    client.ask("1", "initialize", #""protocolVersion": "2025-11-25", "capabilities": {}"#)
    client.send(#"{"jsonrpc": "2.0", "id": 2, "method": "tools/list"}"#)
    let replies = await client.end()
    #expect(replies.first { $0.id == "1" }?.code == "-32601")
    #expect(replies.first { $0.id == "2" }?.code == "-32602")
  }

  @Test func anUnknownMethodIsAnsweredInEitherEra() async throws {
    client.send(#"{"jsonrpc": "2.0", "id": 1, "method": "no/such"}"#)
    client.ask("2", "no/such")
    client.send(Self.initialize("2025-11-25"))
    client.send(#"{"jsonrpc": "2.0", "id": 3, "method": "no/such"}"#)
    let replies = await client.end()
    #expect(replies.filter { $0.code == "-32601" }.count == 3)
  }

  static func initialize(_ version: String) -> String {
    #"{"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "\#(version)", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}"#
  }
}
