import CanonicalJSON
import MissionControl
import Testing

/// What a request may give, and where: as the description of the routes says it.
@Suite(.timeLimit(.minutes(2))) struct ParameterTests {
  private static let json = ["Content-Type: application/json"]
  private static let session = "/api/v1/vps/vp.general.primary/sessions/w1"

  @Test func aCommandsQueryIsRefusedByNameAndNothingIsDone() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    for path in ["reconcile?dry_run=true", "missions/\(id)/cancel?reason=x", "missions?x"] {
      let answer = try await bench.ask("POST", "/api/v1/" + path, Self.json, body: "{}")
      #expect(answer.status == 400 && answer.code == "validation_error", "\(path)")
      #expect(answer.body.contains("is in the query"))
    }
    #expect(try await bench.fleet.heads()["vp"] == 1)
    let empty = try await bench.ask(
      "POST", "/api/v1/missions/\(id)/cancel?", Self.json, body: "{}")
    #expect(empty.status == 200)
  }

  @Test(arguments: [
    "?status=", "?status=,", "?source_session_id=%01",
    "?status=" + String(repeating: "all,", count: 65),
  ])
  func aListIsAskedForWithinItsBounds(_ query: String) async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask("GET", "/api/v1/missions" + query)
    #expect(answer.status == 400 && answer.code == "validation_error")
  }

  @Test(arguments: [("1e-05", 200), ("0.5E-3", 200), ("-1e0", 400), ("1e", 400), ("1e9", 400)])
  func aNumberIsWrittenAsJSONWritesIt(_ number: String, _ status: Int) async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let answer = try await bench.ask(
      "GET", "/api/v1/missions/\(id)/wait?timeout_seconds=\(number)")
    #expect(answer.status == status, "\(answer.body)")
  }

  @Test func aFeedHasANameWithoutControlCharacters() async throws {
    let bench = try await ServerBench.start()
    for name in ["%01", "a%0Ab", "%C2%80"] {
      let read = try await bench.ask("GET", "/api/v1/feed/\(name)")
      let ack = try await bench.ask(
        "POST", "/api/v1/feed/\(name)/ack", Self.json, body: #"{"ack":0}"#)
      #expect(read.status == 400 && ack.status == 400, "\(name)")
    }
    #expect(try await bench.ask("GET", "/api/v1/feed/chat%207").status == 200)
  }

  @Test func aPlaceMayBeGivenByEachOfItsNamesUnlessTheyDiffer() async throws {
    let bench = try await ServerBench.start()
    for (body, status, message) in [
      (#"{"version":0,"ack":0}"#, 200, ""), (#"{"place":0}"#, 200, ""),
      (#"{"version":0,"ack":1}"#, 400, "give one of ack, after, version, place"),
      ("{}", 400, "ack is required"),
    ] {
      let answer = try await bench.ask(
        "POST", "/api/v1/feed/s/ack", Self.json, body: body)
      #expect(answer.status == status && answer.body.contains(message), "\(answer.body)")
    }
  }

  @Test func aMissionsTextsAreCutWhereLessThanAllIsWanted() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch(String(repeating: "x", count: 9_000))
    let whole = try await bench.ask("GET", "/api/v1/missions/\(id)")
    let cut = try await bench.ask("GET", "/api/v1/missions/\(id)?full=false")
    #expect(whole.body.utf8.count > 9_000 && !whole.body.contains("answer_cut"))
    #expect(cut.body.utf8.count < 9_000 && cut.body.contains("answer_cut"))
  }

  @Test func theDescriptionNamesTheHeadersThatARouteObeys() async throws {
    let bench = try await ServerBench.start()
    let document = try Members(Array(try await bench.ask("GET", "/openapi.json").body.utf8))
    func headers(_ method: String, _ path: String) throws -> Set<String> {
      let operation = try document.object("paths").object(path).object(method)
      var reader = JSONReader(operation["parameters"] ?? .null)
      var parameters: [JSONText] = []
      try reader.readArray { reader throws(JSONError) in parameters.append(try reader.readText()) }
      let names = try parameters.map { try Members($0.bytes) }
        .filter { try $0.text("in") == "header" }.map { try $0.text("name") }
      return Set(names)
    }
    let command: Set = ["X-Request-Id", "X-Missionlog-Session", "traceparent"]
    let one = "/api/v1/missions/{mission_id}"
    #expect(try headers("post", "/api/v1/missions") == command.union(["Idempotency-Key"]))
    for path in [one + "/cancel", one + "/progress", "/api/v1/vps/{vp_id}/claim"] {
      #expect(try headers("post", path) == command.union(["Idempotency-Key"]), "\(path)")
    }
    #expect(try headers("post", "/api/v1/vps/{vp_id}/pause") == command)
    #expect(try headers("get", "/api/v1/vps") == ["X-Request-Id"])
    #expect(try headers("get", "/api/v1/events") == ["X-Request-Id", "Last-Event-ID"])
    #expect(
      try headers("get", one + "/artifacts/{path}")
        == ["X-Request-Id", "Range", "If-Range", "If-Match", "If-None-Match"])
    #expect(try headers("get", "/") == ["X-Request-Id", "If-None-Match"])
  }

  @Test func aFeedIsReadOnByWhatItsRouteTakes() async throws {
    let bench = try await ServerBench.start()
    for objective in ["one", "two"] {
      let body = #"{"vp_id":"vp.general.primary","objective":"\#(objective)"}"#
      _ = try await bench.ask("POST", "/api/v1/missions", Self.json, body: body)
    }
    _ = try await Bridge(bench.fleet).catchUp()
    let answer = try await bench.ask("GET", "/api/v1/feed/token:admin?limit=1")
    #expect(answer.body.contains("call again with after 1\""), "\(answer.body)")
  }

  @Test(arguments: ["complete", "fail", "cancelled", "requeue"])
  func aResultIsAFolderHoweverItsMissionEnds(_ route: String) async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let claim = try await bench.ask(
      "POST", "/api/v1/vps/vp.general.primary/claim", Self.json, body: #"{"worker_id":"w1"}"#)
    #expect(claim.status == 200)
    let needed = ["fail": #","error":"e""#, "requeue": #","error":"e","reason":"r""#][route] ?? ""
    func end(_ result: String) async throws -> RawAnswer {
      try await bench.ask(
        "POST", "/api/v1/missions/\(id)/\(route)", Self.json,
        body: #"{"worker_id":"w1","attempt":1,"result_ref":"\#(result)"\#(needed)}"#)
    }
    for result in ["/srv/w", "workspace://w", "s3://bucket/1", "done"] {
      let answer = try await end(result)
      #expect(answer.status == 400 && answer.code == "validation_error", "\(result)")
      #expect(answer.body.contains("result_ref must be workspace://"))
    }
    #expect(try await end("workspace:///srv/w").status == 200)
  }

  @Test func aKeyThatIsNullInTheBodyIsTheHeaders() async throws {
    let bench = try await ServerBench.start()
    let body = #"{"vp_id":"vp.general.primary","objective":"x","idempotency_key":null}"#
    let lines = Self.json + ["Idempotency-Key: k"]
    #expect(try await bench.ask("POST", "/api/v1/missions", lines, body: body).status == 201)
    #expect(try await bench.ask("POST", "/api/v1/missions", lines, body: body).status == 200)
  }

  @Test(arguments: [
    #"{"report":"heartbeat","host":{}}"#, #"{"report":"retired","version":""}"#,
    #"{"report":"registered","error":7}"#, #"{"report":"heartbeat","host":null,"more":null}"#,
  ])
  func aSessionsReportIsCheckedWhole(_ body: String) async throws {
    let bench = try await ServerBench.start()
    let register = try await bench.ask(
      "POST", Self.session, Self.json, body: #"{"report":"registered"}"#)
    let answer = try await bench.ask("POST", Self.session, Self.json, body: body)
    #expect(register.status == 200 && answer.status == 400)
  }
}
