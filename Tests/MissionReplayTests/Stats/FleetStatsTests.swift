import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionReplay
import MissionTesting
import Platform
import Testing

@Suite struct FleetStatsTests {
  private let clock = TestClock()
  private let home: TemporaryHome

  init() throws {
    home = try TemporaryHome(clock: clock)
  }

  @Test func theWindowLeavesOutWhatCameBeforeItAndSaysWhatItHolds() async throws {
    let fleet = home.fleet()
    try await dispatch("early", fleet)
    clock.advance(seconds: 7_200)
    try await dispatch("late", fleet)
    let (stats, warnings) = try await FleetStats(fleet).stats(windowSeconds: 3_600)
    #expect(warnings.isEmpty)
    #expect(stats.work.dispatched == 1)
    let ledger = try #require(stats.ledgers.first { $0.ledger == "vp" })
    #expect(ledger.events == 1)
    #expect([ledger.after, ledger.through] == [1, 2])
    #expect(ledger.types.map(\.type) == ["vp.mission.dispatched"])
    #expect(ledger.payloadBytes > ledger.storedBytes && ledger.storedBytes > 0)
    #expect((ledger.fileBytes ?? 0) > 0)
    let both = try await FleetStats(fleet).stats(windowSeconds: 10_000).stats
    #expect(both.work.dispatched == 2)
    #expect(both.locks.takes > 0)
  }

  @Test func theOldestClaimableMissionOfATierIsHeldAgainstItsThreshold() async throws {
    let fleet = home.fleet("stats: {starvation: 1h}")
    try await dispatch("waits", fleet)
    clock.advance(seconds: 3_600)
    let kept = try await FleetStats(fleet).stats(windowSeconds: 60).stats
    #expect(kept.exceeded.isEmpty)
    clock.advance(seconds: 1)
    let passed = try await FleetStats(fleet).stats(windowSeconds: 60).stats
    #expect(passed.exceeded.map(\.name) == ["starvation"])
    #expect(passed.exceeded.first?.nextCommand.first == "why")
    #expect(passed.starving.map(\.waitingSeconds) == [3_601])
  }

  @Test func whatTheBridgeHasNotCarriedIsHeldAgainstItsThreshold() async throws {
    let fleet = home.fleet()
    var request = DispatchRequest(vpID: .general, objective: "told to its session")
    request.sourceSessionID = "s-1"
    _ = try await fleet.dispatch(request, .tester)
    clock.advance(seconds: 61)
    let stats = try await FleetStats(fleet).stats(windowSeconds: 3_600).stats
    #expect(stats.bridgeLagSeconds == 61)
    #expect(stats.exceeded.map(\.nextCommand) == [["bridge", "status"]])
    let none = home.fleet("bridge_enabled: false")
    #expect(try await FleetStats(none).stats(windowSeconds: 3_600).stats.bridgeLagSeconds == nil)
  }

  @Test func whatAClockThatRanAheadHasRecordedIsCounted() async throws {
    let fleet = home.fleet()
    let truth = clock.now
    try await dispatch("early", fleet)
    clock.now = truth.advanced(bySeconds: 10_800)
    try await dispatch("ahead", fleet)
    clock.now = truth.advanced(bySeconds: 60)
    try await dispatch("late", fleet)
    let (stats, warnings) = try await FleetStats(fleet).stats(windowSeconds: 3_600)
    #expect(stats.work.dispatched == 3)
    #expect(stats.ledgers.first { $0.ledger == "vp" }?.events == 3)
    #expect(stats.since == truth.advanced(bySeconds: 60 - 3_600))
    #expect(stats.until == truth.advanced(bySeconds: 10_800))
    #expect(warnings.map(\.kind) == [.ledgerAhead])
    let past = try await fleet.asOf(.time(truth))
    let (then, told) = try await FleetStats(past).stats(windowSeconds: 3_600)
    #expect(then.work.dispatched == 1 && then.until == truth && told.isEmpty)
  }

  @Test func aPausedVPsMissionsDoNotStarve() async throws {
    let fleet = home.fleet()
    try await dispatch("waits", fleet)
    _ = try await fleet.pause(.general, .tester)
    clock.advance(seconds: 10)
    #expect(try await FleetStats(fleet).stats(windowSeconds: 60).stats.starving.isEmpty)
  }

  @Test func theFoldSaysOfAMissionWhatTheMissionItselfSays() async throws {
    let fleet = home.fleet()
    let id = try await dispatch("timed", fleet)
    clock.advance(seconds: 5)
    let claim = try await fleet.claim(ClaimRequest(vp: .general, worker: .first), .tester)
    let token = FencingToken(worker: .first, attempt: claim?.state.attempt ?? 0)
    _ = try await fleet.report(.started(workspace: nil), on: id, as: token, .tester)
    clock.advance(seconds: 30)
    let outcome = MissionOutcome(message: "done")
    _ = try await fleet.report(.completed(outcome), on: id, as: token, .tester)
    let mission = try await fleet.get(id, GetRequest()).mission.state
    let work = try await FleetStats(fleet).stats(windowSeconds: 3_600).stats.work
    #expect(work.run.longest == mission.durationSeconds.map { Int64($0 * 1_000_000) })
    #expect(work.queue.longest == mission.queueSeconds.map { Int64($0 * 1_000_000) })
    #expect(work.run.longest == 30_000_000)
  }

  @Test func aMissionThatALaterBuildBeganIsCountedAsUnreadable() async throws {
    let fleet = home.fleet()
    try await dispatch("ours", fleet)
    let log = try await fleet.log("vp").log
    let origin = try #require(try await log.read { try $0.event(at: 1) })
    let later = NewEvent(type: origin.type, schema: 3, payload: origin.payload, actor: "later")
    try await log.append([later], to: StreamName("mission/later"))
    let stats = try await FleetStats(fleet).stats(windowSeconds: 3_600).stats
    #expect(stats.work.dispatched == 1)
    #expect(stats.ledgers.map(\.unreadable).reduce(0, +) == 1)
  }

  @discardableResult
  private func dispatch(_ objective: String, _ fleet: Fleet) async throws -> MissionID {
    let request = DispatchRequest(vpID: .general, objective: objective)
    return try await fleet.dispatch(request, .tester).mission.state.facts.missionID
  }
}
