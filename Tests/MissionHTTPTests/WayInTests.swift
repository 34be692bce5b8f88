import HTTPTypes
import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Platform
import Testing

@testable import MissionHTTP

/// Every route of a server with a path that it takes.
private let everyRoute: [(method: String, path: String, isOpen: Bool)] = {
  let server = MissionServer(
    fleet: Fleet(home: Home(path: "/nowhere", origin: "a test"), configuration: Configuration()),
    options: ServerOptions(settings: Configuration().server, tokens: TokenBook()) { _ in })
  return server.routes.map { route in
    var path = route.path.description
    for name in route.path.parameters { path = path.replacing("{\(name)}", with: "x") }
    return (route.method.rawValue, path, route.access == .everybody)
  }
}()

@Suite(.timeLimit(.minutes(2))) struct WayInTests {
  @Test func aForeignHostIsMisdirectedOnEveryRoute() async throws {
    let bench = try await ServerBench.start()
    for route in everyRoute {
      for host in ["evil.example", "127.0.0.1.evil.example", "localhost:80:80", "[::1]x"] {
        let answer = try await bench.ask(route.method, route.path, host: host)
        #expect(answer.status == 421, "\(route) for \(host)")
        #expect(answer.code == "misdirected_host")
      }
    }
  }

  @Test func aForeignOriginIsForbiddenOnEveryRoute() async throws {
    let bench = try await ServerBench.start()
    for route in everyRoute {
      for origin in [
        "http://evil.example", "null", "https://127.0.0.1:\(bench.port)", "http://localhost:1",
      ] {
        let answer = try await bench.ask(route.method, route.path, ["Origin: \(origin)"])
        #expect(answer.status == 403, "\(route) for \(origin)")
        #expect(answer.code == "forbidden_origin")
      }
    }
  }

  @Test func noTokenOrAWrongOneIsUnauthorizedOnEveryRouteThatAsksForOne() async throws {
    let bench = try await ServerBench.start()
    for route in everyRoute {
      for token in [nil, "", "admin-toke", "admin-tokenx", "read"] {
        let answer = try await bench.ask(route.method, route.path, token: token)
        if route.isOpen {
          #expect(answer.status < 400, "\(route)")
        } else {
          #expect(answer.status == 401, "\(route) for \(token ?? "none")")
          #expect(answer.code == "unauthorized")
          #expect(answer.field("WWW-Authenticate") != nil)
        }
        #expect(answer.field("X-Request-Id") != nil)
        #expect(answer.field("Access-Control-Allow-Origin") == nil)
      }
    }
  }

  @Test(
    arguments: [
      ("HTTP/1.0", ""), ("HTTP/1.1", "Connection: Close\r\n"),
      ("HTTP/1.1", "Connection: te, close\r\n"),
    ])
  func aConnectionThatIsNotToBeKeptIsClosedAfterItsAnswer(
    _ version: String, _ line: String
  ) async throws {
    let bench = try await ServerBench.start()
    let text = try await bench.raw("GET /healthz \(version)\r\nHost: localhost\r\n\(line)\r\n")
    let answer = RawAnswer(text)
    #expect(answer.status == 200)
    #expect(answer.field("Connection") == "close")
  }

  @Test func anOldClientThatAsksForItMayAskAgain() async throws {
    let bench = try await ServerBench.start()
    let text = try await bench.raw(
      "GET /healthz HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
        + "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
    #expect(text.components(of: "HTTP/1.1 200").count == 3)
    #expect(RawAnswer(text).field("Connection") == "keep-alive")
  }

  @Test func theServersOwnOriginsAndEveryLoopbackNameAreAnswered() async throws {
    let bench = try await ServerBench.start()
    for host in ["127.0.0.1", "localhost", "[::1]:99", "LOCALHOST:\(bench.port)"] {
      #expect(try await bench.ask("GET", "/api/v1/vps", host: host).status == 200)
    }
    for origin in ["http://127.0.0.1:\(bench.port)", "http://localhost:\(bench.port)"] {
      let answer = try await bench.ask("GET", "/api/v1/vps", ["Origin: \(origin)"])
      #expect(answer.status == 200)
    }
  }

  @Test(arguments: [
    (Scope.read, "GET", "/api/v1/status", 200), (.read, "POST", "/api/v1/missions", 403),
    (.read, "POST", "/api/v1/vps/vp.general.primary/claim", 403),
    (.dispatch, "POST", "/api/v1/missions", 400), (.dispatch, "GET", "/api/v1/status", 403),
    (.dispatch, "POST", "/api/v1/vps/vp.general.primary/claim", 403),
    (.dispatch, "POST", "/api/v1/reconcile", 403),
    (.work, "POST", "/api/v1/vps/vp.general.primary/claim", 400),
    (.work, "POST", "/api/v1/missions", 403), (.work, "GET", "/api/v1/events", 403),
    (.admin, "POST", "/api/v1/missions", 400), (.admin, "GET", "/api/v1/status", 200),
    (.admin, "POST", "/api/v1/reconcile", 200),
  ])
  func aTokenDoesWhatItsScopeAllows(
    _ scope: Scope, _ method: String, _ path: String, _ status: Int
  ) async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask(
      method, path, ["Content-Type: application/json"], token: "\(scope.rawValue)-token",
      body: method == "POST" ? "{}" : nil)
    #expect(answer.status == status)
  }

  @Test func theChecksComeInTheContractsOrder() async throws {
    let bench = try await ServerBench.start { $0.settings.maxBodyBytes = 1_024 }
    let large = String(repeating: "x", count: 2_000)
    let path = "/api/v1/nothing"
    func ask(
      host: String? = nil, origin: Bool = true, token: String? = "read-token", _ path: String,
      _ lines: [String] = []
    ) async throws -> Int {
      let origins = origin ? ["Origin: http://evil.example"] : []
      return try await bench.ask(
        "POST", path, origins + lines, host: host, token: token, body: large
      ).status
    }
    #expect(try await ask(host: "evil.example", token: nil, path) == 421)
    #expect(try await ask(token: nil, path) == 403)
    #expect(try await ask(origin: false, token: nil, path) == 401)
    #expect(try await ask(origin: false, path) == 403)
    #expect(try await ask(origin: false, token: "admin-token", path) == 404)
    #expect(try await ask(origin: false, token: "admin-token", "/api/v1/status") == 405)
    #expect(try await ask(origin: false, token: "admin-token", "/api/v1/missions") == 415)
    let json = ["Content-Type: application/json; charset=utf-8"]
    #expect(try await ask(origin: false, token: "admin-token", "/api/v1/missions", json) == 413)
  }

  @Test(arguments: [("gzip", 415), ("identity, br", 415), ("Identity", 200), ("", 200)])
  func aBodyThatIsPackedIsRefused(encoding: String, status: Int) async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask(
      "POST", "/api/v1/vps/vp.general.primary/claim",
      ["Content-Type: application/json", "Content-Encoding: \(encoding)"],
      body: #"{"worker_id": "w1"}"#)
    #expect(answer.status == status)
    #expect(answer.code == (status == 415 ? "unsupported_media_type" : nil))
  }

  @Test func aRouteOfAnotherMethodNamesThoseThatItTakes() async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask("DELETE", "/api/v1/missions")
    #expect(answer.status == 405)
    #expect(answer.field("Allow") == "GET, POST")
  }

  @Test(arguments: ["read", "dispatch", "work"])
  func aDoorForEveryTokenTellsItsMethodToEveryToken(scope: String) async throws {
    let bench = try await ServerBench.start { options in
      options.mcp = PlainDoor { _ in
        PlainReply(status: 200, fields: [], body: .whole([]))
      } end: {
      }
    }
    for method in ["GET", "DELETE", "PUT"] {
      let answer = try await bench.ask(method, "/mcp", token: "\(scope)-token")
      #expect(answer.status == 405, "\(method) \(scope)")
    }
  }

  @Test func aMountedDoorIsCalledUnderTheRequestsOwnId() async throws {
    let bench = try await ServerBench.start { options in
      options.mcp = PlainDoor { request in
        let call = request.context.call
        let text = "\(call.requestID ?? "") \(call.isRepeatable)"
        return PlainReply(status: 200, fields: [], body: .whole(Array(text.utf8)))
      } end: {
      }
    }
    let answer = try await bench.ask(
      "POST", "/mcp",
      ["Content-Type: application/json", "X-Request-Id: rq-1", "Idempotency-Key: key"], body: "{}")
    #expect(answer.body == "rq-1 false")
  }

  @Test(arguments: [
    ([], "token:admin"), (["X-Missionlog-Session:"], "token:admin"),
    (["X-Missionlog-Session: chat"], "chat"),
  ])
  func aMountedDoorsCallerAlwaysHasASession(_ lines: [String], _ session: String) async throws {
    let bench = try await ServerBench.start { options in
      options.mcp = PlainDoor { request in
        let text = request.context.call.sourceSessionID ?? "none"
        return PlainReply(status: 200, fields: [], body: .whole(Array(text.utf8)))
      } end: {
      }
    }
    let answer = try await bench.ask(
      "POST", "/mcp", ["Content-Type: application/json"] + lines, body: "{}")
    #expect(answer.body == session)
  }

  @Test(arguments: [
    ("http://evil.example", "localhost", 421), ("HTTP://evil.example:80", "localhost", 421),
    ("http://localhost@evil.example", "localhost", 421), ("http://localhost", "localhost", 200),
    ("http://127.0.0.1:99", "localhost", 200), ("http://localhost", "evil.example", 200),
    ("HTTPS://localhost", "evil.example", 200), ("https://evil.example", "localhost", 421),
    ("*?x=http://localhost", "evil.example", 421), ("*", "evil.example", 421),
    ("*://localhost", "evil.example", 421), ("ftp://localhost", "evil.example", 421),
    ("ftp://evil.example", "localhost", 421), ("ws://localhost", "localhost", 421),
  ])
  func theHostThatATargetNamesCounts(_ beginning: String, _ host: String, _ status: Int)
    async throws
  {
    let bench = try await ServerBench.start()
    for path in ["/api/v1/vps", "/healthz?x=http://localhost/"] {
      let answer = try await bench.ask("GET", beginning + path, host: host)
      #expect(answer.status == status, "\(path)")
    }
  }

  @Test(arguments: [
    ("ff", "00f067aa0ba902b7-01", false),
    ("zz", "00f067aa0ba902b7-01", false), ("00", "x-y", false), ("00", "0-", false),
    ("00", "00f067aa0ba902b7", false), ("00", "00f067aa0ba902b7-", false),
    ("00", "00F067AA0BA902B7-01", false), ("00", "０0f067aa0ba902b7-01", false),
    ("cc", "00f067aa0ba902b7-01-more", true), ("00", "00f067aa0ba902b7-01-more", false),
    ("00", "00f067aa0ba902b7-01-", false), ("00", "00f067aa0ba902b7-01", true),
  ])
  func onlyATraceAsW3CWritesItIsOne(_ version: String, _ end: String, _ isOne: Bool) throws {
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    let call = try CallHeaders.call(
      Caller(name: "ci", scopes: [.read]), [.traceParent: "\(version)-\(trace)-\(end)"], id: "r")
    #expect(call.traceID == (isOne ? trace : nil))
  }

  @Test(arguments: [
    ("application/json; charset=latin1", false), ("application/json;charset=\"UTF-8\"", true),
    ("application/json; charset=utf8; x=y", true), ("application/json; x=charset=latin1", true),
    ("application/jsonx", false), ("text/plain; charset=utf-8", false),
  ])
  func aBodyIsJSONInUTF8(type: String, isTaken: Bool) async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask(
      "POST", "/api/v1/reconcile", ["Content-Type: \(type)"], body: #"{"dry_run": true}"#)
    #expect(answer.status == (isTaken ? 200 : 415))
  }

  @Test func tooManyRequestsInAMinuteAreToldWhenToComeAgain() async throws {
    let bench = try await ServerBench.start { $0.settings.requestsPerMinute = 3 }
    var last = try await bench.ask("GET", "/healthz")
    // Two minutes may meet within the first few.
    for _ in 0..<7 where last.status == 200 { last = try await bench.ask("GET", "/healthz") }
    #expect(last.status == 429)
    #expect(last.code == "rate_limited")
    #expect(Int(last.field("Retry-After") ?? "0") ?? 0 > 0)
  }
}

@Suite struct AddressRulesTests {
  private func rules(_ hosts: [String], _ origins: [String] = []) -> AddressRules {
    let port = BoundPort()
    port.number = 7_878
    return AddressRules(hosts: hosts, origins: origins, boundTo: "0.0.0.0", port: port)
  }

  @Test(arguments: [
    ("ops.example:8443", "OPS.example:8443", true), ("ops.example:8443", "ops.example", false),
    ("ops.example:8443", "ops.example:7878", false), ("ops.example", "ops.example:1", true),
    ("ops.example:443", "ops.example", true), ("[::1]:8443", "[::1]:8443", true),
    ("[::1]:8443", "[::1]:8444", false),
  ])
  func aHostWithAPortIsAnsweredByThatPortAlone(entry: String, host: String, isAnswered: Bool) {
    #expect(rules([entry]).admits(host: host) == isAnswered)
  }

  @Test(arguments: [
    ("https://ops.example", "https://ops.example:443", true),
    ("https://ops.example:443", "https://OPS.example", true),
    ("http://ops.example:80", "http://ops.example", true),
    ("https://ops.example", "https://ops.example:80", false),
    ("https://ops.example", "http://ops.example:443", false),
  ])
  func anOriginIsTheSameWithThePortOfItsScheme(entry: String, origin: String, isOne: Bool) {
    #expect(rules([], [entry]).admits(origin: origin, host: nil) == isOne)
  }

  @Test func theOwnOriginOfAHostWithAPortIsThatPorts() {
    let rules = rules(["ops.example:8443"])
    let host = "ops.example:8443"
    #expect(rules.admits(origin: "http://ops.example:8443", host: host))
    #expect(!rules.admits(origin: "http://ops.example:7878", host: host))
  }
}

@Suite(.timeLimit(.minutes(2))) struct ServingTests {
  @Test func aLimitIsInForceBeyondThisMachineUnlessAnotherIsChosen() {
    var options = ServerOptions(settings: Configuration().server, tokens: TokenBook()) { _ in }
    #expect(options.rateLimit == 0)
    options.host = "0.0.0.0"
    #expect(options.rateLimit == 6_000)
    for chosen in [0, 7] {
      options.settings.requestsPerMinute = chosen
      #expect(options.rateLimit == chosen)
    }
  }

  @Test(arguments: ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])
  func aLoopbackAddressIsKnown(_ host: String) {
    #expect(ServerOptions.isLoopback(host))
  }

  @Test(arguments: ["0.0.0.0", "::", "10.0.0.1", "127.evil.example", "localhost.evil.example"])
  func anyOtherAddressIsNone(_ host: String) {
    #expect(!ServerOptions.isLoopback(host))
  }

  @Test func anAddressBeyondThisMachineIsRefusedWithoutATokenForIt() async throws {
    let home = try TemporaryHome()
    let serving = Serving(ServeRequest(home.fleet(), host: "0.0.0.0", port: 0, ends: {}))
    await #expect(throws: MissionError.self) { try await serving.run() }
  }

  @Test func aPortThatIsTakenIsSaidInPlainWords() async throws {
    let bench = try await ServerBench.start()
    let home = try TemporaryHome()
    let serving = Serving(ServeRequest(home.fleet(), port: bench.port, ends: {}))
    let error = await #expect(throws: MissionError.self) { try await serving.run() }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("binding failed: Address already in use (errno 98);") == true)
  }

  @Test func theFirstStartMakesATokenForThisUserAlone() async throws {
    let home = try TemporaryHome()
    let (starts, send) = AsyncStream.makeStream(of: ServeRequest.Started.self)
    let request = ServeRequest(
      home.fleet(), port: 0, started: { send.yield($0) },
      ends: {
        for await _ in starts { return }
      })
    try await Serving(request).run()
    let path = home.home.path + "/token"
    #expect(try FileSystem.info(path).mode == 0o600)
    #expect(try TokenFile.read(path).utf8.count == 64)
  }
}
