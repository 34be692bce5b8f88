import CanonicalJSON
import EventLog
import EventProjections
import MissionClient
import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Testing

@testable import MissionHTTP

@Suite(.timeLimit(.minutes(2))) struct AnswersTests {
  @Test func aDispatchAnswers201AndItsKeyAgain200() async throws {
    let bench = try await ServerBench.start()
    let lines = ["Content-Type: application/json", "Idempotency-Key: survey-1"]
    let body = #"{"vp_id":"vp.general.primary","objective":"survey"}"#
    let first = try await bench.ask("POST", "/api/v1/missions", lines, body: body)
    let again = try await bench.ask("POST", "/api/v1/missions", lines, body: body)
    #expect(first.status == 201)
    #expect(again.status == 200)
    let (made, replayed) = (
      try Members(Array(first.body.utf8)), try Members(Array(again.body.utf8))
    )
    #expect(try made.text("mission_id") == replayed.text("mission_id"))
    #expect(replayed["replayed"]?.string == "true")
    #expect(try made.text("source_session_id") == "token:admin")
  }

  @Test func aDispatchWithAClaimIsItsWorkersAtOnceWhereTheTokenMayWork() async throws {
    let bench = try await ServerBench.start()
    let json = ["Content-Type: application/json"]
    func body(_ claim: String) -> String {
      #"{"vp_id":"vp.general.primary","objective":"survey","claim":\#(claim)}"#
    }
    let claim = body(#"{"worker_id":"w1","lease_seconds":60,"host":"elsewhere"}"#)
    let refused = try await bench.ask(
      "POST", "/api/v1/missions", json, token: "dispatch-token", body: claim)
    #expect(refused.status == 403 && refused.body.contains("the scope work"), "\(refused.body)")
    for wrong in [#"{"lease_seconds":60}"#, #"{"worker_id":"w1","lease_seconds":4}"#, "7"] {
      let answer = try await bench.ask("POST", "/api/v1/missions", json, body: body(wrong))
      #expect(answer.status == 400, "\(wrong): \(answer.body)")
    }
    #expect(try await bench.fleet.list(ListRequest()).missions.isEmpty)
    // What is null is not given.
    let waiting = try await bench.ask("POST", "/api/v1/missions", json, body: body("null"))
    #expect(waiting.body.contains(#""status":"queued""#), "\(waiting.body)")
    let id = try #require(MissionID(Members(Array(waiting.body.utf8)).text("mission_id")))
    _ = try await bench.fleet.cancel(id, .tester)
    let made = try await bench.ask("POST", "/api/v1/missions", json, body: claim)
    #expect(made.status == 201 && made.body.contains(#""worker_id":"w1""#), "\(made.body)")
    #expect(made.body.contains("report with attempt 1"), "\(made.body)")
    let mission = try #require(try await bench.fleet.list(ListRequest()).missions.first).state
    #expect(mission.status == .running && mission.workerHost == "elsewhere")
  }

  @Test func aKeyThatDidOneThingSwallowsNoOther() async throws {
    let bench = try await ServerBench.start()
    let lines = ["Content-Type: application/json", "Idempotency-Key: job-1"]
    func post(_ path: String, _ body: String) async throws -> Members {
      let answer = try await bench.ask("POST", "/api/v1/" + path, lines, body: body)
      return try Members(Array(answer.body.utf8))
    }
    let made = try await post("missions", #"{"vp_id":"vp.general.primary","objective":"survey"}"#)
    let id = try made.text("mission_id")
    let worker = #""worker_id":"w1","attempt":1"#
    _ = try await post("vps/vp.general.primary/claim", #"{"worker_id":"w1"}"#)
    let impostor = try await post(
      "missions/\(id)/complete", #"{"worker_id":"w2","attempt":7,"message":"mine"}"#)
    #expect(impostor["error"]?.string.contains("lease_lost") == true)
    for note in ["one", "two", "two"] {
      _ = try await post("missions/\(id)/progress", #"{\#(worker),"summary":"\#(note)"}"#)
    }
    _ = try await post("missions/\(id)/complete", #"{\#(worker),"message":"done"}"#)
    let types = try await bench.fleet.get(try #require(MissionID(id))).events.map(\.type)
    #expect(
      types
        == ["dispatched", "claimed", "progress", "progress", "completed"].map {
          "vp.mission." + $0
        })
  }

  @Test func aStartOrAQuestionSaidAgainUnderItsKeyLeavesOneHeartbeat() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let json = ["Content-Type: application/json"]
    let claim = "/api/v1/vps/vp.general.primary/claim"
    _ = try await bench.ask("POST", claim, json, body: #"{"worker_id":"w1"}"#)
    let worker = #""worker_id":"w1","attempt":1"#
    let said = [("start", "{\(worker)}"), ("block", #"{\#(worker),"question":"which?"}"#)]
    for (verb, body) in said {
      let path = "/api/v1/missions/\(id)/\(verb)"
      #expect(try await bench.ask("POST", path, json, body: body).status == 200)
      for _ in 1...3 {
        let again = json + ["Idempotency-Key: \(verb)-again"]
        #expect(try await bench.ask("POST", path, again, body: body).status == 200)
      }
    }
    let told = ["dispatched", "claimed", "started", "heartbeat", "blocked", "heartbeat"]
    #expect(try await bench.fleet.story(of: try #require(MissionID(id))) == told)
  }

  @Test func anEventThatNoProjectionTakesInIsToldByReadyzAndStopsNothing() async throws {
    let bench = try await ServerBench.start()
    let id = try #require(MissionID(try await bench.dispatch()))
    #expect(try await bench.ask("GET", "/readyz").body.contains(#""parked_events":1"#) == false)
    try await bench.fleet.writableLog(named: "vp").write { transaction in
      _ = try transaction.append(
        NewEvent(type: "vp.mission.claimed", payload: .emptyObject, actor: "a later build"),
        to: id.stream)
    }
    let answer = try await bench.ask("GET", "/readyz")
    #expect(answer.status == 200)
    #expect(answer.body.contains(#""parked_events":1"#))
  }

  @Test func aServerWithoutRoomForNewWorkNamesItAndStillTakesReports() async throws {
    let statuses = try await ServerBench.start().fleet.ledgerStatuses()
    let full = ReadyAnswer(ledgers: statuses, room: .full(freeBytes: 1))
    #expect(full.isReady)
    let text = String(decoding: full.json, as: UTF8.self)
    #expect(text.contains(#""ledger":"vp","works":true,"error":"ledger_full""#))
    #expect(text.contains(#""ledger":"runtime","works":true,"error":null"#))
  }

  @Test func anEventNamesTheTokenTheRequestAndTheTrace() async throws {
    let bench = try await ServerBench.start()
    let trace = "0af7651916cd43dd8448eb211c80319c"
    let answer = try await bench.ask(
      "POST", "/api/v1/missions",
      [
        "Content-Type: application/json", "X-Request-Id: req-1", "Idempotency-Key: k1",
        "traceparent: 00-\(trace)-b7ad6b7169203331-01", "X-Missionlog-Session: chat 7",
      ], token: "dispatch-token", body: #"{"vp_id":"vp.general.primary","objective":"x"}"#)
    #expect(answer.field("X-Request-Id") == "req-1")
    let id = try Members(Array(answer.body.utf8)).text("mission_id")
    let page = try await bench.client().get("missions/\(id)/events")
    let text = String(decoding: page, as: UTF8.self)
    for part in [
      #""actor":"token:dispatch""#, #""request_id":"req-1""#, #""trace_id":"\#(trace)""#,
      #""source_session_id":"chat 7""#,
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(arguments: [
    ("", "validation_error"), ("[]", "validation_error"), ("{", "validation_error"),
    (#"{"vp_id":1,"objective":"x"}"#, "validation_error"),
    (#"{"vp_id":"vp.general.primary","objective":"x","colour":"red"}"#, "validation_error"),
    (#"{"vp_id":"vp.general.primary","objective":"x","objective":"y"}"#, "validation_error"),
    ("\u{FEFF}{}", "validation_error"),
    (#"{"vp_id":"vp.general.primary","objective":"\ud800"}"#, "validation_error"),
    (#"{"a":1e400}"#, "validation_error"),
    (String(repeating: "[", count: 100_000), "validation_error"),
  ])
  func aHostileBodyGetsItsErrorAndLeavesNoEvent(_ body: String, _ code: String) async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask(
      "POST", "/api/v1/missions", ["Content-Type: application/json"], body: body)
    #expect(answer.status == 400)
    #expect(answer.code == code)
    #expect(try await bench.fleet.heads().values.allSatisfy { $0 == 0 })
  }

  @Test func aBodyOverTheLimitIsReadToItsEndAndRefused() async throws {
    let bench = try await ServerBench.start { $0.settings.maxBodyBytes = 2_000 }
    func status(_ bytes: Int) async throws -> Int {
      let objective = String(repeating: "x", count: bytes - 46)
      let body = #"{"vp_id":"vp.general.primary","objective":"\#(objective)"}"#
      return try await bench.ask(
        "POST", "/api/v1/missions", ["Content-Type: application/json"], body: body
      ).status
    }
    #expect(try await status(1_990) == 201)
    #expect(try await status(3_000_000) == 413)
  }

  @Test func aPlanMayBeLongerThanOtherBodies() async throws {
    let bench = try await ServerBench.start { $0.settings.maxBodyBytes = 2_000 }
    let plan = #"{"plan":{"format":"\#(String(repeating: "x", count: 3_000_000))"}}"#
    let answer = try await bench.ask(
      "POST", "/api/v1/reconcile", ["Content-Type: application/json"], body: plan)
    #expect(answer.status == 400)
  }

  @Test(arguments: [
    ("/api/v1/missions?limit=0", "limit"), ("/api/v1/missions?limit=x", "limit"),
    ("/api/v1/missions?limit=1&limit=2", "limit"), ("/api/v1/missions?nothing=1", "nothing"),
    ("/api/v1/missions?attention=yes", "attention"), ("/api/v1/missions?grep=%ff", "%ff"),
    ("/api/v1/missions?cursor=x", "cursor"), ("/api/v1/status?as_of=yesterday", "as_of"),
    ("/api/v1/events?after=nowhere:1", "nowhere"), ("/api/v1/diff", "from"),
    ("/api/v1/missions/a%2Fb", "mission_id"), ("/api/v1/missions/%00", "NUL"),
    ("/api/v1/stats?window=0", "window"),
    ("/api/v1/diff?from=yesterday", "from 'yesterday'"),
    ("/api/v1/diff?from=vp:99", "from names vp:99"),
    ("/api/v1/diff?from=vp:0&to=nowhere:1", "to names"),
  ])
  func aBadParameterIsNamed(_ path: String, _ name: String) async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask("GET", path)
    #expect(answer.status == 400)
    #expect(answer.code == "validation_error")
    #expect(answer.body.contains(name))
  }

  @Test func questionsAreAnsweredAsOfAPastMoment() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    _ = try await bench.client().post("missions/\(id)/cancel", Array("{}".utf8))
    let path = "missions/\(id)"
    let (then, now) = (
      try Members(try await bench.client().get(path, [("as_of", "vp:1")])),
      try Members(try await bench.client().get(path))
    )
    #expect(try then.object("mission").text("status") == "queued")
    #expect(try now.object("mission").text("status") == "cancelled")
    let diff = try await bench.client().get("diff", [("from", "vp:1")])
    #expect(String(decoding: diff, as: UTF8.self).contains(#""after":"cancelled""#))
  }

  @Test func aWaitEndsWithItsMissionAndGivesUpWithItsServer() async throws {
    let bench = try await ServerBench.start()
    let (first, second) = (try await bench.dispatch("one"), try await bench.dispatch("two"))
    let client = try bench.client()
    async let waited = client.get(
      "missions/\(first)/wait", [("timeout_seconds", "60")], waitSeconds: 60)
    let cutOff = Task {
      try await client.get(
        "missions/\(second)/wait", [("timeout_seconds", "60")], waitSeconds: 60)
    }
    _ = try await client.post("missions/\(first)/cancel", Array("{}".utf8))
    #expect(try Members(try await waited)["timed_out"]?.string == "false")
    try await bench.stop()
    await #expect(throws: MissionError.self) { try await cutOff.value }
  }

  @Test func aHeadIsAnsweredWithoutABody() async throws {
    let bench = try await ServerBench.start()
    let (head, get) = (
      try await bench.ask("HEAD", "/healthz"), try await bench.ask("GET", "/healthz")
    )
    #expect(head.status == 200)
    #expect(head.body.isEmpty)
    #expect(head.field("Content-Length") == get.field("Content-Length"))
  }

  @Test func aCursorIsMovedByAKnownActionAlone() async throws {
    let bench = try await ServerBench.start()
    _ = try await bench.dispatch()
    func status(_ body: String) async throws -> Int {
      try await bench.ask(
        "POST", "/api/v1/bridge/cursor", ["Content-Type: application/json"], body: body
      ).status
    }
    #expect(try await status(#"{"action":"forward"}"#) == 400)
    #expect(try await status(#"{"action":"set","ledger":"vp"}"#) == 400)
    #expect(try await status(#"{"action":"set","ledger":"vp","position":1}"#) == 200)
    #expect(try await status(#"{"action":"reset_to_zero"}"#) == 200)
  }

  @Test func everyReadingRouteAnswers() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let one = "/api/v1/missions/\(id)"
    for path in [
      "/api/v1/missions", "/api/v1/missions?full=true", one, one + "/events", one + "/timeline",
      one + "/why", "/api/v1/status", "/api/v1/vps", "/api/v1/sessions",
      "/api/v1/feed/token:admin", "/api/v1/events", "/api/v1/bridge", "/api/v1/projections",
      "/api/v1/stats?window=24h", "/healthz", "/readyz", "/metrics", "/", "/favicon.ico",
    ] {
      #expect(try await bench.ask("GET", path).status == 200, "\(path)")
    }
  }

  private func export(_ bench: ServerBench, _ body: String) async throws -> RawAnswer {
    try await bench.ask(
      "POST", "/api/v1/export", ["Content-Type: application/json"], body: body)
  }

  @Test func aMissionThatCantBeToldEndsNoExportOfOthers() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let torn = NewEvent(type: "vp.mission.completed", payload: .emptyObject, actor: "torn")
    let log = try await bench.fleet.writableLog(named: "vp").log
    try await log.append([torn], to: StreamName("mission/0"))
    try await log.append([torn], to: StreamName("mission/torn"))
    let traces = try await export(bench, #"{"format":"otlp"}"#)
    #expect(traces.status == 200 && traces.body.contains(id), "\(traces.body)")
    // What shows on the way alone follows the lines.
    let trailer = try #require(traces.body.split(separator: "\r\n0\r\n").dropFirst().first)
    #expect(trailer.lowercased().hasPrefix("x-missionlog-warnings: "))
    #expect(trailer.contains("mission torn is left out"))
    #expect(traces.field("X-Missionlog-Warnings") == nil)
    #expect(try await export(bench, #"{"format":"otlp","mission_id":"torn"}"#).status == 404)
  }

  @Test func anExportSaysInItsHeaderThatItLeavesOutALedgerThatNoLaneNames() async throws {
    let home = try TemporaryHome()
    let before = home.fleet("lanes: {extra: {ledger: e.db}}")
    _ = try await before.openForWriting()
    before.close()
    let bench = try await ServerBench.start(on: home)
    let id = try await bench.dispatch()
    for form in ["jsonl", "otlp"] {
      let all = try await export(bench, #"{"format":"\#(form)"}"#)
      #expect(all.status == 200 && all.body.contains(id), "\(all.body)")
      let warnings = try #require(all.field("X-Missionlog-Warnings"))
      #expect(try JSONText(warnings).string == warnings && warnings.contains("e.db"))
      for own in [#""ledger":"vp""#, #""mission_id":"\#(id)""#] {
        let one = try await export(bench, #"{"format":"\#(form)",\#(own)}"#)
        #expect(one.status == 200 && one.field("X-Missionlog-Warnings") == nil)
      }
    }
  }

  @Test func theFiguresAreToldWithoutTheRuntimeLedger() async throws {
    let home = try TemporaryHome()
    let first = home.fleet()
    _ = try await first.dispatch(DispatchRequest(vpID: .general, objective: "do it"), .tester)
    _ = try await first.acknowledgeFeed("s", upTo: 0, .tester)
    first.close()
    try home.damage("runtime_state.db")
    let bench = try await ServerBench.start(on: home)
    let answer = try await bench.ask("GET", "/metrics")
    #expect(answer.status == 200)
    #expect(answer.body.contains(#"missionlog_ledger_up{ledger="runtime"} 0"#))
    #expect(answer.body.contains(#"missionlog_ledger_up{ledger="vp"} 1"#))
    #expect(!answer.body.contains("missionlog_bridge_"))
  }
}
