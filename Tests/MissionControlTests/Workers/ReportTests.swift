import CanonicalJSON
import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct ReportTests {
  @Test func aWholeLifeIsToldAsItHappened() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    try await bench.report(.started(workspace: "/w"), id, token)
    try await bench.report(.heartbeat, id, token)
    let half = try await bench.report(.progress(ProgressReport(summary: "half")), id, token)
    #expect(half.state.progress?.summary == "half")
    try await bench.report(.artifact(ArtifactReport(path: "a.md", bytes: 1)), id, token)
    try await bench.report(.fallback(from: "a", to: "b", reason: "c"), id, token)
    let blocked = try await bench.report(.blocked(question: "which?"), id, token)
    #expect(blocked.state.status == .blocked)
    _ = try await bench.fleet.answer(id, "that", .tester)
    let done = try await bench.report(
      .completed(MissionOutcome(resultRef: "workspace:///w", message: "done")), id, token)
    #expect(done.state.status == .completed && done.state.basis == .reported)
    #expect(
      try await bench.story(id) == [
        "dispatched", "claimed", "started", "heartbeat", "progress", "artifact", "fallback",
        "blocked", "unblocked", "completed",
      ])
  }

  @Test func theSameFinishAgainIsTheSameFinish() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    let outcome = MissionOutcome(message: "done")
    try await bench.report(.completed(outcome), id, token)
    let heads = try await bench.heads()
    let again = try await bench.report(.completed(outcome), id, token)
    #expect(again.state.status == .completed)
    #expect(try await bench.heads() == heads)
  }

  @Test(arguments: [".", "./", "./."])
  func aPathOfTheWorkspaceItselfIsNoArtifact(_ path: String) async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    let code = await refusal {
      try await bench.report(.artifact(ArtifactReport(path: path)), id, token)
    }
    #expect(code == .validationError)
    #expect(try await bench.story(id) == ["dispatched", "claimed"])
  }

  private static let own = [
    "mission_receipt.json", "sync_ready.json", "output.log", "objective.md", ".missionlog/m/a",
  ]

  @Test func theWorkersOwnFilesAreNoDeliverablesHoweverTheyWereDeclared() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    for path in Self.own + ["a.md"] {
      try await bench.report(.artifact(ArtifactReport(path: path)), id, token)
    }
    let done = try await bench.report(.completed(MissionOutcome()), id, token)
    #expect(done.state.outcome?.deliverables == ["a.md"])
  }

  @Test(arguments: [nil, "mission_receipt.json"])
  func theWorkersOwnFilesAreNoDeliverablesOfAnyEnd(receipt: String?) async throws {
    let outcome = MissionOutcome(deliverables: ["a.md"] + Self.own, receiptPath: receipt)
    let failure = FailureReport(error: "e", outcome: outcome)
    for end in [
      .completed(outcome), .failed(failure), .cancelled(reason: "r", outcome: outcome),
      .requeued(reason: "r", failure),
    ] as [WorkerReport] {
      let bench = try Bench()
      let (id, token) = try await bench.running()
      let mission = try await bench.report(end, id, token)
      #expect(mission.state.outcome?.deliverables ?? ["a.md"] == ["a.md"], "\(end)")
      #expect(try await !bench.lastPayload(id).contains("output.log"), "\(end)")
      let again = try await bench.report(end, id, token)
      #expect(again.state.version == mission.state.version, "\(end)")
    }
  }

  @Test func aForeignTokenChangesNothing() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    let heads = try await bench.heads()
    for foreign in [
      FencingToken(worker: .named("w2"), attempt: 1),
      FencingToken(worker: token.worker, attempt: 2),
    ] {
      for report in [.heartbeat, .completed(MissionOutcome())] as [WorkerReport] {
        let code = await refusal { try await bench.report(report, id, foreign) }
        #expect(code == .leaseLost)
      }
    }
    #expect(try await bench.heads() == heads)
  }

  @Test func aFinishThatComesTooLateIsKeptOnce() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    _ = try await bench.fleet.cancel(id, force: true, .tester)
    for _ in 0..<2 {
      let code = await refusal { try await bench.report(.completed(MissionOutcome()), id, token) }
      #expect(code == .missionTerminal || code == .leaseLost)
    }
    #expect(try await bench.fleet.get(id).mission.state.lateReports == 1)
    #expect(try await bench.story(id).last == "late_report")
  }

  @Test func aReportOfAMissionThatIsNotThereIsNotFound() async throws {
    let bench = try Bench()
    try await bench.dispatch()
    let none = try #require(MissionID("vp-mission-none"))
    let token = FencingToken(worker: .first, attempt: 1)
    #expect(await refusal { try await bench.report(.heartbeat, none, token) } == .notFound)
  }

  @Test func aDrainingWorkerGivesItsMissionBackWhileAttemptsAreLeft() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch { $0.maxAttempts = 2 }
    let failure = FailureReport(error: "stopped", failureMode: .workerShutdown)
    for (attempt, status) in [(1, MissionStatus.queued), (2, .failed)] {
      _ = try await bench.claim()
      let view = try await bench.report(
        .requeued(reason: "worker_shutdown", failure), id,
        FencingToken(worker: .first, attempt: attempt))
      #expect(view.state.status == status)
    }
  }

  @Test func heartbeatsOnAThreadOfTheirOwnRenewTheLease() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let (id, token) = try await bench.running()
    clock.advance(seconds: 100)
    let fleet = bench.fleet
    let view = try await Task.detached {
      try fleet.reportBlocking(.heartbeat, on: id, as: token, .worker("w1"))
    }.value
    #expect(view.state.lease?.expiresAt == clock.now.advanced(bySeconds: 120))
    clock.advance(seconds: 121)
    #expect(try await bench.fleet.get(id).mission.effectiveStatus == .stale)
  }

  @Test func aWorkerTellsOfItself() async throws {
    let bench = try Bench()
    let session = SessionID(vp: .general, worker: .first)
    let call = CallContext.worker("w1")
    #expect(
      await refusal { try await bench.fleet.reportSession(.heartbeat, of: session, call) }
        == .notFound)
    let process = WorkerProcess(machineID: "m", bootID: "b", pid: 7, host: "h")
    for report in [
      .registered(process), .registered(process), .heartbeat, .degraded(error: "no network"),
    ] as [SessionReport] {
      try await bench.fleet.reportSession(report, of: session, call)
    }
    let view = try #require(try await bench.fleet.session(session))
    #expect(view.state.process == process && view.state.lastError == "no network")
    #expect(view.state.status == .degraded)
    for _ in 0..<2 { try await bench.fleet.reportSession(.retired, of: session, call) }
    #expect(try await bench.fleet.session(session)?.state.status == .retired)
    #expect(try await bench.heads()["vp"] == 4)
  }
}

extension Bench {
  /// The payload of a mission's last event.
  fileprivate func lastPayload(_ id: MissionID) async throws -> String {
    try await fleet.get(id).events.last?.payload.string ?? ""
  }
}
