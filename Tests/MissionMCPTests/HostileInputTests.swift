import MissionControl
import MissionTesting
import MissionTools
import Testing

/// Lines that are no messages, each with the error that it gets; the server lives on.
private let lines: [(String, bytes: [UInt8], code: String)] = [
  ("not JSON", Array("hello".utf8), "-32700"),
  ("cut off", Array(#"{"jsonrpc": "2.0""#.utf8), "-32700"),
  ("two values", Array("{} {}".utf8), "-32700"),
  (
    "NUL", Array(#"{"jsonrpc": "2.0", "id": 1, "method": "a"#.utf8) + [0] + Array(#""}"#.utf8),
    "-32700"
  ),
  ("invalid UTF-8", Array(#"{"method": ""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8), "-32700"),
  ("a byte order mark", [0xEF, 0xBB, 0xBF] + Array("{}".utf8), "-32700"),
  ("a key twice", Array(#"{"id": 1, "id": 2}"#.utf8), "-32700"),
  ("a lone surrogate", Array(#"{"method": "\ud800"}"#.utf8), "-32700"),
  (
    "65 deep", Array((String(repeating: "[", count: 65) + String(repeating: "]", count: 65)).utf8),
    "-32700"
  ),
  ("100,000 deep", Array(String(repeating: "[", count: 100_000).utf8), "-32700"),
  ("a number beyond a double", Array(#"{"id": 1e400}"#.utf8), "-32700"),
  ("a batch", Array(#"[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]"#.utf8), "-32600"),
  ("a string", Array(#""ping""#.utf8), "-32600"),
  ("another JSON-RPC", Array(#"{"jsonrpc": "1.0", "id": 1, "method": "ping"}"#.utf8), "-32600"),
  ("no method", Array(#"{"jsonrpc": "2.0", "id": 1}"#.utf8), "-32600"),
  ("a method of another type", Array(#"{"jsonrpc": "2.0", "id": 1, "method": 7}"#.utf8), "-32600"),
  (
    "an id that is null", Array(#"{"jsonrpc": "2.0", "id": null, "method": "ping"}"#.utf8), "-32600"
  ),
  (
    "an id that is an object", Array(#"{"jsonrpc": "2.0", "id": {}, "method": "ping"}"#.utf8),
    "-32600"
  ),
  (
    "params that are a list",
    Array(#"{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}"#.utf8), "-32600"
  ),
]

@Suite struct HostileInputTests {
  private let home: TemporaryHome
  private let client: Client

  init() throws {
    home = try TemporaryHome()
    client = Client(ToolContext(fleet: home.fleet(), call: .orchestrator(session: "s")))
  }

  @Test(arguments: lines.map(\.0)) func aLineThatIsNoMessageGetsItsError(name: String) async throws
  {
    let (_, bytes, code) = try #require(lines.first { $0.0 == name })
    client.send(bytes: bytes)
    client.send(#"{"jsonrpc": "2.0", "id": "after", "method": "ping"}"#)
    let replies = await client.end()
    #expect(replies.first?.code == code)
    #expect(replies.contains { $0.id == "\"after\"" && $0.result != nil })
  }

  @Test func anErrorNamesTheRequestWhereItCanBeRead() async throws {
    client.send(#"{"jsonrpc": "2.0", "id": 7, "method": 7}"#)
    client.send("hello")
    let replies = await client.end()
    #expect(replies.map(\.id) == ["7", nil])
    #expect(replies.last?.text.contains("\"id\":null") == true)
  }

  @Test(
    arguments: [
      #"{"x": \#(String(repeating: "9", count: 41))}"#, #"{"x": 1e400}"#, #"{"x": "\ud800"}"#,
      #"{"\udc00\ud800\ud800": 1}"#, #"{"x": 1, "\u0078": 2}"#,
      String(repeating: "[", count: 70) + String(repeating: "]", count: 70),
    ], ["7", #""a\"b""#])
  func aValueThatNoLedgerKeepsIsRefusedUnderItsId(value: String, id: String) async {
    for line in [
      #"{"jsonrpc": "2.0", "id": \#(id) , "method": "ping", "params": \#(value)}"#,
      #" {"params": \#(value), "method": "ping", "\u0069d": \#(id), "jsonrpc": "2.0"}"#,
    ] {
      client.send(line)
    }
    let replies = await client.end()
    #expect(replies.map(\.id) == [id, id])
    #expect(replies.map(\.code) == ["-32700", "-32700"])
  }

  @Test(arguments: [
    #"{"method": "x", "id": 1, "x": 1e400"#, #"{"method": "x", "id": 1, "x": 1e400}}"#,
    #"{"method": "x", "id": 1, "x": 1e400, "y": tru}"#, #"{"method": "x", "x": 1e400, "id": 1 2}"#,
    #"{"method": "x", "id": 1, "id": 2}"#, #"{"method": "x", "id": 1e400}"#,
    #"{"method": "x", "id": "\ud800"}"#, #"[{"method": "x", "id": 1, "x": 1e400}]"#,
    #"{"method": "x", "x": {"id": 1}, "y": 1e400}"#, #"{"method": "x", "x": 1e400, "id": [1]}"#,
    #"{"method": "x", "x": 1e400, "id": true}"#, #"{"method": "x", "id": 1, "x": "\ud80"}"#,
  ])
  func anIdThatCanNotBeToldIsNull(line: String) async {
    client.send(line)
    let reply = await client.end().first
    #expect(reply?.id == nil && reply?.code == "-32700")
  }

  @Test(arguments: [
    #"{"jsonrpc": "2.0", "id": 7, "result": {"x": 1e400}}"#,
    #"{"jsonrpc": "2.0", "id": 7, "result": {"method": "\ud800"}}"#,
    #"{"jsonrpc": "2.0", "error": {"code": 1e400, "message": "no"}, "id": 7}"#,
  ])
  func anAnswerThatIsRefusedIsNoQuestionUnderItsId(line: String) async {
    client.send(line)
    let reply = await client.end().first
    #expect(reply?.id == nil && reply?.code == "-32700")
  }

  @Test(arguments: [
    (#"{"jsonrpc": "2.0", "i\ud800d": 9, "method": "x"}"#, nil),
    (#"{"jsonrpc": "2.0", "\udc00\u0069d": 9, "method": "x"}"#, nil),
    (#"{"jsonrpc": "2.0", "\ud800id": 9, "id": 4, "method": "x"}"#, "4"),
    (#"{"jsonrpc": "2.0", "id": 4, "id\ud800": 9, "method": "\ud800"}"#, "4"),
  ])
  func aKeyWithALoneSurrogateIsNoId(line: String, id: String?) async {
    client.send(line)
    let reply = await client.end().first
    #expect(reply?.id == id && reply?.code == "-32700")
  }

  @Test func blankLinesAndAnswersAreNoQuestions() async throws {
    for line in ["", "  \r", #"{"jsonrpc": "2.0", "id": 1, "result": {}}"#] { client.send(line) }
    client.send(
      #"{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}}"#)
    #expect(await client.end().isEmpty)
  }
}
