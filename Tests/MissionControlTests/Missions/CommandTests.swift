import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct CommandTests {
  @Test func aQueuedMissionIsCancelledAtOnceAndCancellingTwiceIsTheSame() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    let first = try await bench.fleet.cancel(id, reason: "enough", .tester)
    #expect(!first.already && first.mission.state.status == .cancelled)
    #expect(first.mission.state.basis == .decided)
    let heads = try await bench.heads()
    let second = try await bench.fleet.cancel(id, .tester)
    #expect(second.already)
    #expect(try await bench.heads() == heads)
  }

  @Test func whatIsRecordedAfterAClockRanAheadTellsWhenItHappened() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let id = try await bench.dispatch()
    let dispatched = clock.now
    clock.now = dispatched.advanced(bySeconds: 3_600)
    _ = try await bench.fleet.annotate(id, MissionAnnotated(note: "ahead"), .tester)
    clock.now = dispatched.advanced(bySeconds: 5)
    _ = try await bench.fleet.annotate(id, MissionAnnotated(note: "now"), .tester)
    let events = try await bench.fleet.get(id, GetRequest()).events
    #expect(
      events.map(\.recordedAt) == [0, 3_600, 3_600].map { dispatched.advanced(bySeconds: $0) })
    #expect(events.map(\.occurredAt) == [nil, nil, dispatched.advanced(bySeconds: 5)])
  }

  @Test func aRunningMissionIsAskedToStop() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    let asked = try await bench.fleet.cancel(id, .tester)
    #expect(asked.mission.effectiveStatus == .cancelling && asked.warnings.isEmpty)
    #expect(try await bench.fleet.cancel(id, .tester).already)
    let ended = try await bench.report(.completed(MissionOutcome()), id, token)
    #expect(ended.state.status == .cancelled)
  }

  @Test func aForcedCancelEndsItAndWarnsOfTheProcess() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    let forced = try await bench.fleet.cancel(id, force: true, .tester)
    #expect(forced.mission.state.status == .cancelled)
    #expect(forced.warnings.map(\.kind) == [.processMayRun])
    let code = await refusal { try await bench.report(.heartbeat, id, token) }
    #expect(code == .leaseLost || code == .missionTerminal)
  }

  @Test func aForcedCancelWarnsOnlyOfAWorkerThatHeldTheMission() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch { $0.maxAttempts = 2 }
    let token = FencingToken(
      worker: .first, attempt: try #require(try await bench.claim()).state.attempt)
    let returned = WorkerReport.requeued(reason: "drain", FailureReport(error: "stopped"))
    try await bench.report(returned, id, token)
    #expect(try await bench.fleet.cancel(id, force: true, .tester).warnings.isEmpty)
    let imported = try await bench.imported(.running)
    let forced = try await bench.fleet.cancel(imported, force: true, .tester)
    #expect(forced.warnings.map(\.kind) == [.processMayRun])
    #expect(try await bench.fleet.cancel(imported, force: true, .tester).warnings.isEmpty)
  }

  @Test func aWorkerThatSaysTheSameAgainRenewsItsLease() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let (id, token) = try await bench.running()
    for said in [WorkerReport.started(workspace: "/w"), .blocked(question: "which?")] {
      let first = try await bench.report(said, id, token).state.lease
      clock.advance(seconds: 5)
      let second = try await bench.report(said, id, token).state.lease
      #expect(try #require(second).expiresAt > #require(first).expiresAt)
    }
    #expect(try await bench.fleet.get(id).mission.state.questions == 1)
    #expect(
      try await bench.story(id)
        == ["dispatched", "claimed", "started", "heartbeat", "blocked", "heartbeat"])
  }

  @Test func aCompletedMissionIsNotCancelled() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    try await bench.report(.completed(MissionOutcome()), id, token)
    #expect(await refusal { _ = try await bench.fleet.cancel(id, .tester) } == .missionTerminal)
  }

  @Test func onlyTheOpenQuestionIsAnswered() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    let blocked = try await bench.report(.blocked(question: "which?", options: ["a"]), id, token)
    let question = try #require(blocked.state.question?.questionID)
    #expect(
      await refusal { _ = try await bench.fleet.answer(id, questionID: "past", "a", .tester) }
        == .versionConflict)
    let answered = try await bench.fleet.answer(id, questionID: question, "a", .tester)
    #expect(answered.state.status == .running && answered.state.lastAnswer?.answer == "a")
    let heads = try await bench.heads()
    _ = try await bench.fleet.answer(id, questionID: question, "a", .tester)
    #expect(try await bench.heads() == heads)
  }

  @Test func whatIsEscalatedNeedsAttentionUntilItIsAcknowledged() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    _ = try await bench.fleet.escalate(
      id, MissionEscalated(summary: "s", whyEscalating: "w"), .tester)
    _ = try await bench.fleet.annotate(id, MissionAnnotated(note: "n"), .tester)
    #expect(try await bench.fleet.get(id).mission.attention == .escalated)
    _ = try await bench.fleet.acknowledge(id, .tester)
    #expect(try await bench.fleet.get(id).mission.attention == nil)
  }

  @Test func aPauseEndsByItsTimeOrAResume() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let until = clock.now.advanced(bySeconds: 60)
    let paused = try await bench.fleet.pause(.general, reason: "r", until: until, .tester)
    #expect(paused.vp.isPaused && !paused.already)
    #expect(try await bench.fleet.pause(.general, reason: "r", until: until, .tester).already)
    clock.advance(seconds: 60)
    #expect(try await bench.fleet.vps().vps.allSatisfy { !$0.isPaused })
    _ = try await bench.fleet.pause(.general, .tester)
    let resumed = try await bench.fleet.resume(.general, .tester)
    #expect(!resumed.vp.isPaused && !resumed.already)
    #expect(try await bench.fleet.resume(.general, .tester).already)
  }

  @Test func aPauseThatNoEventCanTellOfIsRefused() async throws {
    let bench = try Bench()
    try await bench.dispatch()
    let heads = try await bench.heads()
    let until = Instant(microseconds: 300_000_000_000_000_000)
    let code = await refusal { _ = try await bench.fleet.pause(.general, until: until, .tester) }
    #expect(code == .validationError)
    #expect(try await bench.heads() == heads)
  }

  @Test func eventsSayWhoActedAndForWhichCall() async throws {
    let bench = try Bench()
    let call = CallContext(
      actor: "orchestrator:s", sourceSessionID: "s", requestID: "r1", traceID: "t1")
    let sent = try await bench.fleet.dispatch(
      DispatchRequest(vpID: .general, objective: "x"), call)
    let event = try #require(try await bench.fleet.get(sent.mission.id).events.first)
    #expect((event.actor, event.requestID, event.traceID) == ("orchestrator:s", "r1", "t1"))
  }

  @Test func aDispatchIsPartOfTheTraceThatItNamesWhereItsCallIsOfNone() async throws {
    let bench = try Bench()
    var request = DispatchRequest(vpID: .general, objective: "x")
    request.traceID = "own"
    for (called, trace) in [(nil, "own"), ("t1", "t1")] {
      let call = CallContext(actor: "operator:ada@desk", traceID: called)
      let sent = try await bench.fleet.dispatch(request, call)
      let event = try #require(try await bench.fleet.get(sent.mission.id).events.first)
      #expect(event.traceID == trace)
      #expect(sent.mission.request?.traceID == "own")
    }
  }

  @Test func aRetryIsPartOfTheTraceOfWhatItTriesAgainWhereItsCallIsOfNone() async throws {
    let bench = try Bench()
    for (called, trace) in [(nil, "own"), ("t1", "t1")] {
      let id = try await bench.dispatch { $0.traceID = "own" }
      _ = try await bench.fleet.cancel(id, .tester)
      let call = CallContext(actor: "operator:ada@desk", traceID: called)
      let made = try await bench.fleet.retry(id, RetryRequest(), call).mission
      for mission in [id, made.id] {
        let event = try await bench.fleet.get(mission).events.last
        #expect(event?.traceID == trace, "\(event?.type ?? "")")
      }
      #expect(made.request?.traceID == trace)
    }
  }

  @Test func aForcedCancelWarnsOfASilentWorkerWhoseMissionWasQueuedAgain() async throws {
    let bench = try ReconcileBench("reconcile_policy: requeue\n")
    let (id, _) = try await bench.running { $0.maxAttempts = 2 }
    bench.clock.advance(seconds: 901)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().ended == [id])
    #expect(try await bench.mission(id).status == .queued)
    let forced = try await bench.fleet.cancel(id, force: true, .tester)
    #expect(forced.warnings.map(\.kind) == [.processMayRun])
    #expect(forced.warnings.first?.message.hasPrefix("worker w1 ") == true)
  }
}
