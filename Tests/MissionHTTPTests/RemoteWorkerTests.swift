import CanonicalJSON
import MissionClient
import MissionControl
import MissionModel
import MissionTesting
import MissionWorker
import Platform
import Testing

@Suite(.timeLimit(.minutes(2))) struct RemoteWorkerTests {
  private func port(_ bench: ServerBench) throws -> RemoteFleet {
    RemoteFleet(
      try bench.client(), policy: bench.fleet.policy, clocks: .system, randomness: .system)
  }

  private func worker(
    _ bench: ServerBench, _ script: String,
    notice: @escaping @Sendable (WorkerNotice) -> Void = { _ in }
  ) throws -> Worker {
    var options = WorkerOptions(
      vp: .general, worker: .first, command: ["/bin/sh", "-c", script],
      workspaceRoot: bench.home.folder.file("remote"), homePath: bench.home.folder.file("none"),
      process: WorkerProcess(host: "elsewhere", version: "1"))
    options.environment = ["PATH": "/usr/bin:/bin", "HOME": "/root"]
    options.untilIdle = true
    options.notice = notice
    return Worker(port: try port(bench), options: options)
  }

  private func types(_ id: String, _ fleet: Fleet) async throws -> [String] {
    try await fleet.story(of: try #require(MissionID(id)))
  }

  @Test func aWorkerOverHTTPDoesAMissionWhole() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let script = """
      echo '{"missionlog":"progress","summary":"half","percent":50,"usage":{"llm_calls":2}}'
      echo done > result.txt
      echo '{"missionlog":"artifact","path":"result.txt"}'
      """
    let summary = try await worker(bench, script).run()
    #expect(summary.completed == 1)
    let mission = try await bench.fleet.get(try #require(MissionID(id))).mission
    #expect(mission.state.status == .completed)
    #expect(mission.state.workerHost == "elsewhere")
    #expect(mission.state.outcome?.deliverables == ["result.txt"])
    #expect(mission.state.outcome?.receiptPath != nil)
    #expect(mission.state.usage.llmCalls == 2)
    #expect(
      try await types(id, bench.fleet) == [
        "dispatched", "claimed", "started", "progress", "artifact", "completed",
      ])
    let session = try await bench.fleet.session(SessionID(vp: .general, worker: .first))
    #expect(session?.state.process.pid == nil)
  }

  @Test func aClaimTellsTheServersTimeHoweverTheWorkersClockIs() async throws {
    let bench = try await ServerBench.start()
    _ = try await bench.dispatch()
    var clocks = Clocks.system
    clocks.now = { Clocks.system.now().advanced(bySeconds: 86_400) }
    let port = RemoteFleet(
      try bench.client(), policy: bench.fleet.policy, clocks: clocks, randomness: .system)
    let claim = ClaimRequest(vp: .general, worker: .first)
    let told = try #require(try await port.claim(claim, .worker("w1"))?.judgedAt)
    #expect(abs(told.seconds(since: Clocks.system.now())) < 43_200)
  }

  @Test(arguments: [(nil, 30.0), ("lease_ttl: 60", 60)])
  func aLeaseIsTheServersUnlessOneIsConfiguredHere(yaml: String?, given: Double) async throws {
    let bench = try await ServerBench.start("lease_ttl: 30\n")
    _ = try await bench.dispatch()
    let port = RemoteFleet(try bench.client(), like: try TemporaryHome().fleet(yaml))
    let mission = try await port.claim(ClaimRequest(vp: .general, worker: .first), .worker("w1"))
    #expect(mission?.state.lease?.length.value == given)
  }

  @Test func aTokenThatCanNotReadClaimsNothing() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let port = RemoteFleet(
      try bench.client(.work), policy: bench.fleet.policy, clocks: .system, randomness: .system)
    let claim = ClaimRequest(vp: .general, worker: .first)
    let refusal = await #expect(throws: MissionError.self) {
      try await port.claim(claim, .worker("w1"))
    }
    #expect(refusal?.code == .forbidden && refusal?.message.contains("read and work") == true)
    #expect(try await types(id, bench.fleet) == ["dispatched"])
  }

  @Test(arguments: [Scope.read, .work, .dispatch, .admin])
  func whetherAWorkerMayWorkIsAskedWithoutATrace(scope: Scope) async throws {
    let bench = try await ServerBench.start()
    let port = RemoteFleet(
      try bench.client(scope), policy: bench.fleet.policy, clocks: .system, randomness: .system)
    let session = SessionID(vp: .general, worker: .first)
    if scope == .admin {
      try await port.checkMayWork(as: session)
    } else {
      let refusal = await #expect(throws: MissionError.self) {
        try await port.checkMayWork(as: session)
      }
      #expect(refusal?.code == .forbidden && refusal?.message.contains("read and work") == true)
    }
    #expect(try await bench.fleet.session(session) == nil)
  }

  @Test func aMissionOfManyLargeEventsIsReadInPages() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let mission = try #require(MissionID(id))
    let detail = JSONText.object { $0.field("log", String(repeating: "x", count: 900_000)) }
    let claim = ClaimRequest(vp: .general, worker: .first)
    _ = try await bench.fleet.claim(claim, .worker("w1"))
    let token = FencingToken(worker: .first, attempt: 1)
    for number in 0..<20 {
      let report = WorkerReport.progress(ProgressReport(summary: "\(number)", detail: detail))
      _ = try await bench.fleet.report(report, on: mission, as: token, .worker("w1"))
    }
    let page = try Members(
      try await bench.client().get("missions/\(id)/events", [("limit", "500")]))
    #expect(page["next_after"] != .null)
    let view = try await port(bench).nextChange(of: mission, after: 0, timeoutSeconds: 0)
    #expect(view.state.version == 22 && view.state.progress?.summary == "19")
    let last = try Members(
      try await bench.client().get("missions/\(id)/events", [("before", "23")]))
    #expect(last["next_before"] != .null && last["next_after"] == .null)
  }

  @Test func whatAChildSaysAtItsEndIsTakenAsOnAHome() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let script = """
      printf '{"missionlog":"result","message":"","next_action":"%s"}\\n' "$(head -c 5000 /dev/zero | tr '\\0' n)"
      echo done > result.txt
      """
    #expect(try await worker(bench, script).run().completed == 1)
    let mission = try await bench.fleet.get(try #require(MissionID(id))).mission
    #expect(mission.state.status == .completed)
    #expect(mission.state.outcome?.nextAction?.utf8.count == MissionOutcome.mostNextActionBytes)
  }

  @Test func whatAChildSaysOnItsWayIsTakenAsOnAHome() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let script = #"""
      text() { head -c $1 /dev/zero | tr '\0' m; }
      printf '{"missionlog":"progress","summary":"%s","percent":40}\n' "$(text 70000)"
      printf '{"missionlog":"progress","summary":"","percent":50,"usage":{"foo":1}}\n'
      printf '{"missionlog":"fallback","from":"%s","to":"b","reason":"c"}\n' "$(text 5000)"
      echo done > result.txt
      """#
    let told = Condition<[WorkerNotice]>([])
    let worker = try worker(bench, script) { said in told.change { $0.append(said) } }
    #expect(try await worker.run().completed == 1)
    let mission = try await bench.fleet.get(try #require(MissionID(id))).mission
    #expect(mission.state.progress?.summary?.utf8.count == ReportBounds.summary.upperBound)
    #expect(mission.state.progress?.percent == Millionths(50))
    #expect(try await types(id, bench.fleet).contains("fallback"))
    let refusals = told.withLock { $0 }.filter { if case .refused = $0 { true } else { false } }
    #expect(refusals.count == 1)
  }

  @Test func aQuestionIsAnsweredAndACancelObeyed() async throws {
    let bench = try await ServerBench.start()
    let asked = try await bench.dispatch("ask")
    let script = """
      read mission
      echo '{"missionlog":"blocked","question":"go on?"}'
      read answer
      echo "{\\"missionlog\\":\\"progress\\",\\"summary\\":\\"$answer\\"}"
      sleep 60
      """
    let running = Task { try await worker(bench, script).run() }
    let client = try bench.client()
    let path = "missions/\(asked)"
    func wait(_ until: String, after version: Int64 = 0) async throws -> Members {
      try Members(
        try await client.get(
          path + "/wait",
          [("until", until), ("after_version", "\(version)"), ("timeout_seconds", "60")],
          waitSeconds: 60)
      ).object("mission")
    }
    let blocked = try await wait("settled")
    let question = try blocked.object("blocked").text("question_id")
    let reply = JSONText.object { writer in
      writer.field("question_id", question)
      writer.field("answer", "yes")
    }
    _ = try await client.post(path + "/answer", reply.bytes)
    var latest = try await wait("change", after: 4)
    while latest["last_progress"] == .null {
      let version = Int64(latest["version"]?.string ?? "") ?? 0
      latest = try await wait("change", after: version)
    }
    #expect(try latest.object("last_progress").text("summary") == "yes")
    _ = try await client.post(path + "/cancel", Array("{}".utf8))
    #expect(try await running.value.cancelled == 1)
    let ended = try Members(try await client.get(path)).object("mission")
    #expect(try ended.text("result_ref").hasPrefix("workspace:///"))
    #expect(try ended.text("mission_receipt_relpath") == "mission_receipt.json")
  }

  @Test func aWorkerKeepsItsChildThroughARestartOfTheServer() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let flag = bench.home.folder.file("go")
    let script = """
      echo '{"missionlog":"progress","summary":"before"}'
      while [ ! -e \(flag) ]; do sleep 0.05; done
      echo '{"missionlog":"progress","summary":"after"}'
      echo done > result.txt
      """
    let isWaiting = Condition(false)
    let worker = try worker(bench, script) {
      if case .waiting = $0 { isWaiting.change { $0 = true } }
    }
    let running = Task { try await worker.run() }
    _ = try await bench.client().get(
      "missions/\(id)/wait",
      [("until", "change"), ("after_version", "3"), ("timeout_seconds", "60")], waitSeconds: 60)
    try await bench.stop()
    try FileSystem.writeAtomically([], to: flag)
    // Nobody answers what the command then says.
    #expect(try await eventually { isWaiting.withLock { $0 } })
    let again = try await ServerBench.start(nil, on: bench.home, port: bench.port)
    #expect(try await running.value.completed == 1)
    let told = try await types(id, again.fleet)
    #expect(
      told == [
        "dispatched", "claimed", "started", "progress", "progress", "artifact", "completed",
      ])
  }

  @Test func aReportThatComesAgainUnderItsNameIsRecordedOnce() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let client = try bench.client(.work)
    let claim = Array(#"{"worker_id":"w1"}"#.utf8)
    let path = "vps/vp.general.primary/claim"
    for _ in 0..<2 {
      let claimed = try Members(try await client.post(path, claim, key: "claim-1"))
      #expect(try claimed.object("mission").text("mission_id") == id)
    }
    #expect(try Members(try await client.post(path, claim, key: "claim-2"))["mission"] == .null)
    let report = Array(#"{"worker_id":"w1","attempt":1,"summary":"half"}"#.utf8)
    for key in ["one", "one", "two", "one"] {
      _ = try await client.post("missions/\(id)/progress", report, key: key)
    }
    #expect(
      try await types(id, bench.fleet) == ["dispatched", "claimed", "progress", "progress"])
  }

  @Test func aClaimThatComesAgainAfterItsMissionEndedGivesThatOne() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    let client = try bench.client(.work)
    let path = "vps/vp.general.primary/claim"
    func claim(_ key: String, as worker: String = "w1") async throws -> Members {
      try Members(
        try await client.post(path, Array(#"{"worker_id":"\#(worker)"}"#.utf8), key: key))
    }
    #expect(try await claim("claim-1").object("mission").text("mission_id") == id)
    _ = try await client.post(
      "missions/\(id)/complete", Array(#"{"worker_id":"w1","attempt":1}"#.utf8))
    let next = try await bench.dispatch()
    let again = try await claim("claim-1")
    #expect(try again.object("mission").text("mission_id") == id)
    #expect(try again.object("mission").text("status") == "completed")
    #expect(try again.text("hint").contains("is no longer this worker's"))
    #expect(try await types(next, bench.fleet) == ["dispatched"])
    // The key is that worker's own.
    #expect(
      try await claim("claim-1", as: "w2").object("mission").text("mission_id") == next)
  }

  @Test func aWorkerThatStopsGivesItsMissionBack() async throws {
    let bench = try await ServerBench.start()
    let body = #"{"vp_id":"vp.general.primary","objective":"x","max_attempts":2}"#
    let id = try Members(
      try await bench.client().post("missions", Array(body.utf8))
    ).text("mission_id")
    let remote = try port(bench)
    let claim = ClaimRequest(vp: .general, worker: .first)
    let mission = try #require(try await remote.claim(claim, .tester))
    let token = FencingToken(worker: .first, attempt: mission.state.attempt)
    let view = try await remote.report(
      .requeued(
        reason: "worker_shutdown", FailureReport(error: "drained", failureMode: .workerShutdown)),
      on: mission.state.facts.missionID, as: token, .tester)
    #expect(view.state.status == .queued)
    #expect(view.state.facts.missionID.rawValue == id)
  }
}
