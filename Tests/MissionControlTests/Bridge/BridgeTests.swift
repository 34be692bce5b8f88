import EventLog
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

@Suite struct BridgeTests {
  @Test func everyEventOfAMissionReachesTheFeedOfItsSessionInOrder() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    try await bench.complete(.coder)
    try await bench.carryAll()
    for ledger in ["vp", "coder"] {
      #expect(try await bench.carried(from: ledger) == bench.expected(from: ledger))
      #expect(try await bench.carried(from: ledger).count == 3)
    }
  }

  @Test func fieldsAreAsOfTheirEventWhenSeveralWait() async throws {
    let bench = try BridgeBench()
    let id = try await bench.complete()
    _ = try await bench.fleet.acknowledge(id, .tester)
    try await bench.carryAll()
    let items = try await bench.items().map(\.item)
    #expect(
      items.map(\.eventType) == [
        "vp.mission.dispatched", "vp.mission.claimed", "vp.mission.completed",
        "vp.mission.acknowledged",
      ])
    #expect(items.map(\.missionStatus) == [.queued, .running, .completed, .completed])
    #expect(items.map(\.resultRef) == [nil, nil, "workspace:///w", "workspace:///w"])
    #expect(items.allSatisfy { $0.missionID == id && $0.objective == "work" })
  }

  @Test func aReportThatTakesAVerdictBackIsToldAsItWasAtEachEvent() async throws {
    let bench = try BridgeBench()
    let first = try await bench.dispatch()
    try await bench.carryAll()
    // A second bridge knows nothing of what the first has folded.
    _ = try await bench.bench.claim()
    try await bench.carryAll(Bridge(bench.fleet))
    _ = try await bench.fleet.cancel(first, .tester)
    try await bench.carryAll()
    #expect(try await bench.items().map(\.item.missionStatus) == [.queued, .running, .running])
  }

  @Test func heartbeatsAndMissionsWithoutASessionAreSkippedAndTold() async throws {
    let bench = try BridgeBench()
    try await bench.complete(session: nil)
    let id = try await bench.dispatch()
    let token = FencingToken(worker: .first, attempt: 1)
    _ = try await bench.bench.claim()
    try await bench.bench.report(.heartbeat, id, token)
    try await bench.bench.report(.heartbeat, id, token)
    try await bench.bench.report(.progress(ProgressReport(summary: "half")), id, token)
    try await bench.carryAll()
    let items = try await bench.items().map(\.item)
    #expect(items.map(\.skippedBefore) == [4, 0, 2])
    let cursor = try #require(try await bench.cursor())
    #expect(cursor.position == items.last?.source.event.position)
    #expect(cursor.skippedTotal == 6)
  }

  @Test func aRunOfSkippedEventsMovesTheCursorByItselfOnceItIsOld() async throws {
    let clock = TestClock()
    let bench = try BridgeBench(clock: clock)
    try await bench.dispatch(session: nil)
    try await bench.carryAll()
    #expect(try await bench.cursor() == nil)
    clock.advance(seconds: 59)
    try await bench.carryAll()
    #expect(try await bench.cursor() == nil)
    clock.advance(seconds: 2)
    try await bench.carryAll()
    #expect(try await bench.cursor()?.position == 1)
    #expect(try await bench.cursor()?.skippedTotal == 1)
  }

  @Test func aLongRunOfSkippedEventsMovesTheCursorByItself() async throws {
    let bench = try BridgeBench()
    let session = SessionID(vp: .general, worker: .first)
    for report in [SessionReport.registered(WorkerProcess())]
      + Array(repeating: .heartbeat, count: 1_004)
    {
      try await bench.fleet.reportSession(report, of: session, .tester)
    }
    try await bench.carryAll()
    #expect(try await bench.cursor()?.position == 1_000)
    try await bench.dispatch()
    try await bench.carryAll()
    #expect(try await bench.items().map(\.item.skippedBefore) == [5])
  }

  @Test func aLargePayloadIsLeftOutAndItsSizeTold() async throws {
    let bench = try BridgeBench()
    try await bench.dispatch(String(repeating: "ö", count: 20_000))
    try await bench.carryAll()
    let item = try #require(try await bench.items().first?.item)
    #expect(item.eventPayload == nil)
    #expect(item.payloadBytes.map { $0 > 40_000 } == true)
    #expect(item.objective == String(repeating: "ö", count: 256))
  }

  @Test func aBatchThatWasOvertakenIsRefusedWhole() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    let (first, second) = (Bridge(bench.fleet), Bridge(bench.bench.home.fleet()))
    let isSecond = try await bench.fleet.pool.run { () throws -> [Bool] in
      let plans = (try first.read("vp"), try second.read("vp"))
      guard let one = plans.0, let two = plans.1 else { return [] }
      return [try first.commit(one), try second.commit(two), try first.commit(one)]
    }
    #expect(isSecond == [true, false, false])
    #expect(try await bench.carried(from: "vp") == bench.expected(from: "vp"))
  }

  @Test func aStepThatFindsNothingWritesNothing() async throws {
    let bench = try BridgeBench()
    try await bench.complete()
    try await bench.carryAll()
    let heads = try await bench.bench.heads()
    try await bench.carryAll()
    #expect(try await bench.bench.heads() == heads)
  }

  @Test func feedItemsLostAtARestart() async throws {
    let home = try TemporaryHome()
    var seen: [Int64] = []
    for round in 1...4 {
      // Each round is another process: nothing is left of the one before but the files.
      let bench = try BridgeBench(home)
      defer { bench.fleet.close() }
      try await bench.complete()
      if round % 2 == 0 {
        // Killed between the decision and the commit.
        _ = try await bench.fleet.pool.run { try bench.bridge.read("vp") }
      } else {
        try await bench.carryAll()
        // The reader takes what is new and dies before it acknowledges its last item.
        let page = try await bench.fleet.readFeed(FeedRequest(session: BridgeBench.session))
        seen += page.items.map(\.version)
        _ = try await bench.fleet.acknowledgeFeed(
          BridgeBench.session, upTo: page.nextAfter - 1, .tester)
      }
    }
    let bench = try BridgeBench(home)
    try await bench.carryAll()
    let page = try await bench.fleet.readFeed(FeedRequest(session: BridgeBench.session))
    seen += page.items.map(\.version)
    #expect(try await bench.carried(from: "vp") == bench.expected(from: "vp"))
    #expect(try await Set(seen) == Set(bench.items().map(\.version)))
  }
}
