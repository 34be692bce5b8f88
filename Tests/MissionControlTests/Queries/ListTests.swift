import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct ListTests {
  @Test func pagesOverAllLedgersHoldEveryMissionOnceNewestFirst() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    var ids: [MissionID] = []
    for index in 0..<11 {
      // Several at the same moment, in both lanes.
      if index % 3 == 0 { clock.advance(seconds: 1) }
      ids.append(try await bench.dispatch(to: index % 2 == 0 ? .general : .coder))
    }
    for order in [MissionFilter.Order.newest, .oldest] {
      var listed: [MissionView] = []
      var request = ListRequest()
      request.filter.order = order
      request.limit = 3
      repeat {
        let page = try await bench.fleet.list(request)
        #expect(page.missions.count <= 3)
        listed += page.missions
        request.cursor = page.nextCursor
      } while request.cursor != nil
      #expect(listed.count == 11 && Set(listed.map(\.id)) == Set(ids))
      let times = listed.compactMap(\.state.facts.dispatchedAt)
      #expect(times == times.sorted(by: order == .newest ? { $0 > $1 } : { $0 < $1 }))
    }
  }

  @Test(arguments: ["", "x", "1.vp", "1.vp.x", "a.b.c.d"])
  func aCursorThatNoListGaveIsRefused(cursor: String) async throws {
    let bench = try Bench()
    try await bench.dispatch()
    var request = ListRequest()
    request.cursor = cursor
    let wanted = request
    #expect(await refusal { _ = try await bench.fleet.list(wanted) } == .validationError)
  }

  @Test func statusesMeanWhatTheyAreAndWhatTheyReallyAre() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let (id, _) = try await bench.running()
    clock.advance(seconds: 121)
    for statuses in [[.stale], [.running], [.stale, .queued]] as [Set<EffectiveStatus>] {
      var request = ListRequest()
      request.filter.statuses = statuses
      #expect(try await bench.fleet.list(request).missions.map(\.id) == [id])
    }
    var request = ListRequest()
    request.filter.statuses = [.cancelling]
    #expect(try await bench.fleet.list(request).missions.isEmpty)
  }

  @Test func aMissionIsFoundByAUniqueBeginningOrEnd() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch(key: "a")
    let other = try await bench.dispatch(to: .coder, key: "b")
    let digits = id.rawValue.dropFirst(MissionID.prefix.count)
    for text in [
      id.rawValue, String(id.rawValue.prefix(18)), "\(digits.prefix(6))", "\(digits.suffix(5))",
    ] {
      #expect(try await bench.fleet.mission(matching: text) == id)
    }
    #expect(try await bench.fleet.mission(matching: other.rawValue) == other)
    for text in [String(digits.prefix(3)), "zzzz", "vp-mission-"] {
      #expect(await refusal { _ = try await bench.fleet.mission(matching: text) } == .notFound)
    }
  }

  @Test func anAmbiguousPartNamesItsCandidates() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let ids = [try await bench.dispatch(), try await bench.dispatch(to: .coder)]
    do {
      _ = try await bench.fleet.mission(matching: String(ids[0].rawValue.prefix(17)))
      Issue.record("nothing was refused")
    } catch let error as MissionError {
      #expect(error.code == .validationError)
      #expect(ids.allSatisfy { error.message.contains($0.rawValue) })
    }
  }

  @Test func theNewestEventsComeOldestFirstWithThePlaceOfOlderOnes() async throws {
    let bench = try Bench()
    let (id, token) = try await bench.running()
    for index in 0..<150 {
      try await bench.report(
        index % 2 == 0 ? .heartbeat : .progress(ProgressReport(summary: "\(index)")), id, token)
    }
    var request = GetRequest()
    request.events = 30
    let some = try await bench.fleet.get(id, request)
    #expect(some.eventsTotal == 152)
    #expect(some.events.map(\.version) == Array(stride(from: 94, through: 152, by: 2)))
    #expect(some.nextBefore == 94)
    request.events = 77
    let all = try await bench.fleet.get(id, request)
    #expect(all.events.count == 77 && all.nextBefore == nil)
    #expect(all.events.map(\.version) == all.events.map(\.version).sorted())
    request.events = 0
    let none = try await bench.fleet.get(id, request)
    #expect(none.events.isEmpty && none.nextBefore == 153)
  }

  @Test func aCursorOfAnotherListIsRefused() async throws {
    let bench = try Bench()
    for key in ["a", "b", "c"] { try await bench.dispatch(key: key) }
    var request = ListRequest()
    request.limit = 1
    request.cursor = try await bench.fleet.list(request).nextCursor
    request.filter.since = Instant(microseconds: 1)
    #expect(try await bench.fleet.list(request).missions.count == 1)
    let changes: [(inout MissionFilter) -> Void] = [
      { $0.order = .oldest }, { $0.vp = .general }, { $0.statuses = [.queued] },
      { $0.attention = true }, { $0.grep = "work" }, { $0.failureMode = .timeout },
      { $0.sourceSessionID = "s" },
    ]
    for change in changes {
      var other = request
      change(&other.filter)
      #expect(await refusal { _ = try await bench.fleet.list(other) } == .validationError)
    }
  }

  @Test(arguments: [VPID.general, .coder])
  func aChainIsNamedByAnyOfItsMissions(vp: VPID) async throws {
    let bench = try Bench(clock: TestClock())
    let first = try await bench.failed()
    var request = RetryRequest()
    request.vp = vp
    let second = try await bench.fleet.retry(first, request, .tester).mission.id
    try await bench.dispatch(to: vp)
    for member in [first, second] {
      var request = ListRequest()
      request.filter.chainID = member
      request.limit = 1
      let page = try await bench.fleet.list(request)
      request.cursor = page.nextCursor
      let rest = try await bench.fleet.list(request)
      let missions = page.missions + rest.missions
      #expect(Set(missions.map(\.id)) == [first, second] && missions.count == 2)
      #expect(rest.nextCursor == nil)
    }
  }

  @Test func theChainOfAMissionThatNobodyKnowsIsNotFound() async throws {
    let bench = try Bench(clock: TestClock())
    let id = try await bench.failed()
    var request = ListRequest()
    request.filter.chainID = MissionID(stored: "zz")
    let unknown = request
    #expect(await refusal { _ = try await bench.fleet.list(unknown) } == .notFound)
    request.filter.chainID = id
    request.filter.grep = "no such objective"
    #expect(try await bench.fleet.list(request).missions.isEmpty)
  }

  @Test func theStatusSaysSinceWhenAMissionIsStale() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    _ = try await bench.running()
    let expiry = clock.now.advanced(bySeconds: bench.fleet.configuration.leaseTTL)
    clock.advance(seconds: 1_000)
    #expect(try await bench.fleet.status().attention.map(\.since) == [expiry])
  }

  @Test func aMissionThatGoesStaleAfterSomebodyLookedNeedsAPersonAgain() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let (id, _) = try await bench.running()
    _ = try await bench.fleet.escalate(
      id, MissionEscalated(summary: "look", whyEscalating: "odd"), .tester)
    _ = try await bench.fleet.acknowledge(id, .tester)
    #expect(try await bench.fleet.status().isQuiet)
    clock.advance(seconds: 1_000)
    let report = try await bench.fleet.status()
    #expect(report.attention.map(\.reason) == ["stale: claim_expired"])
    #expect(report.totals.attention == 1)
    _ = try await bench.fleet.acknowledge(id, .tester)
    #expect(try await bench.fleet.status().isQuiet)
  }

  @Test func aCancelThatBecomesOverdueAfterSomebodyLookedNeedsAPersonAgain() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let (id, token) = try await bench.running()
    _ = try await bench.fleet.cancel(id, .tester)
    _ = try await bench.fleet.acknowledge(id, .tester)
    clock.advance(seconds: 50)
    try await bench.report(.heartbeat, id, token)
    #expect(try await bench.fleet.status().isQuiet)
    clock.advance(seconds: 11)
    for _ in 0..<2 {
      let report = try await bench.fleet.status()
      #expect(report.attention.map(\.reason) == ["cancel overdue"])
      #expect(report.totals.attention == 1)
      clock.advance(seconds: 1)
      try await bench.report(.heartbeat, id, token)
    }
    _ = try await bench.fleet.acknowledge(id, .tester)
    clock.advance(seconds: 1)
    #expect(try await bench.report(.heartbeat, id, token).attention == nil)
    #expect(try await bench.fleet.status().isQuiet)
    let heads = try await bench.heads()
    _ = try await bench.fleet.acknowledge(id, .tester)
    #expect(try await bench.heads() == heads)
  }

  @Test func anEscalationIsAsOldAsItIsWhateverItsWorkerSaysSince() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let (id, token) = try await bench.running()
    clock.advance(seconds: 10)
    let raised = clock.now
    _ = try await bench.fleet.escalate(
      id, MissionEscalated(summary: "look", whyEscalating: "odd"), .tester)
    clock.advance(seconds: 10)
    try await bench.report(.heartbeat, id, token)
    #expect(try await bench.fleet.status().attention.map(\.since) == [raised])
    try await bench.report(.failed(FailureReport(error: "no")), id, token)
    let item = try #require(try await bench.fleet.status().attention.first)
    #expect(item.reason == "escalated, failed: self_reported")
    #expect(item.since == clock.now && item.nextCommand.first == "retry")
  }

  @Test func aCrowdOfFailuresHidesNeitherWhatIsStuckNorTheNewestOneNorItsNumber() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    var failed: [MissionID] = []
    for _ in 0..<5 {
      failed.append(try await bench.failed(.coder))
      clock.advance(seconds: 1)
    }
    let (blocked, token) = try await bench.running()
    try await bench.report(.blocked(question: "which?"), blocked, token)
    let escalated = try await bench.dispatch()
    _ = try await bench.fleet.escalate(
      escalated, MissionEscalated(summary: "look", whyEscalating: "odd"), .tester)
    let report = try await bench.fleet.status(limit: 4)
    #expect(report.totals.attention == 7)
    #expect(Set(report.attention.map(\.mission.id)) == [blocked, escalated, failed[3], failed[4]])
    _ = try await bench.fleet.acknowledge(blocked, .tester)
    #expect(try await bench.fleet.status(limit: 4).totals.attention == 6)
  }

  @Test func theStatusNamesWhatNeedsAPersonOldestFirst() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    let failed = try await bench.failed(.coder)
    clock.advance(seconds: 10)
    let (id, token) = try await bench.running()
    try await bench.report(.blocked(question: "which?"), id, token)
    let report = try await bench.fleet.status()
    #expect(report.attention.map(\.mission.id) == [failed, id])
    #expect(report.attention.map(\.reason) == ["failed: self_reported", "blocked: which?"])
    #expect(report.attention.map { $0.nextCommand.first } == ["retry", "answer"])
    #expect(report.ledgers.map(\.ledger) == ["coder", "runtime", "vp"])
    #expect(report.vps.map(\.liveWorkers) == [1, 1] && report.vps.map(\.blocked) == [0, 1])
    #expect(!report.isQuiet)
    for mission in [failed, id] { _ = try await bench.fleet.acknowledge(mission, .tester) }
    #expect(try await bench.fleet.status().isQuiet)
  }

  @Test func aShortListingIsTheNewestAndNeverTheOldest() async throws {
    let bench = try Bench(clock: TestClock(stepMicroseconds: 1_000))
    var all: [MissionID] = []
    for number in 0..<12 {
      all.append(try await bench.dispatch(to: number.isMultiple(of: 3) ? .coder : .general))
    }
    for number in 0..<9 {
      _ = try await bench.fleet.annotate(all[0], MissionAnnotated(note: "\(number)"), .tester)
    }
    var request = ListRequest()
    request.limit = 5
    #expect(
      try await bench.fleet.list(request).missions.map(\.id) == Array(all.reversed().prefix(5)))
    request.filter.vp = .coder
    request.limit = 2
    #expect(try await bench.fleet.list(request).missions.map(\.id) == [all[9], all[6]])
    var get = GetRequest()
    get.events = 3
    let story = try await bench.fleet.get(all[0], get)
    #expect(story.events.map(\.version) == [8, 9, 10] && story.eventsTotal == 10)
  }
}
