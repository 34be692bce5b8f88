import CanonicalJSON
import EventLog
import MissionModel
import MissionReplay
import Testing

@Suite struct StatsFoldTests {
  /// Folds a story's events from `since` on; what was before is the past that the fold may ask for.
  private func tally(_ story: Story, since seconds: Double = 0) throws -> WorkTally {
    var fold = StatsFold(since: Story.at(seconds))
    for event in story.events where event.recordedAt >= Story.at(seconds) {
      guard StatsFold.types.contains(event.type) else { continue }
      fold.take(event) { story.events.filter { $0.version < event.version } }
    }
    #expect(fold.unreadable == 0)
    return fold.tallies[story.vp] ?? WorkTally()
  }

  @Test func aMissionsLifeIsCountedWithItsQueueAndRunTime() throws {
    var story = try Story()
    story.claim(10)
    story.start(12)
    story.beat(20)
    story.complete(52)
    let tally = try tally(story)
    #expect([tally.dispatched, tally.claimed, tally.completed, tally.ended] == [1, 1, 1, 1])
    #expect(tally.queue.longest == 10_000_000)
    #expect(tally.run.longest == 40_000_000)
    #expect(tally.failureRate == 0)
  }

  @Test func whatBeganBeforeTheWindowIsTimedFromItsPast() throws {
    var story = try Story()
    story.claim(10)
    story.start(12)
    story.complete(52)
    let tally = try tally(story, since: 50)
    #expect([tally.dispatched, tally.claimed, tally.completed] == [0, 0, 1])
    #expect(tally.run.longest == 40_000_000)
    #expect(tally.queue.count == 0)
  }

  @Test func aSecondAttemptsQueueTimeBeginsWithItsReturnToTheQueue() throws {
    var story = try Story()
    story.claim(10)
    story.start(10)
    story.requeue(100)
    story.claim(105, attempt: 2)
    let tally = try tally(story)
    #expect([tally.claimed, tally.requeued] == [2, 1])
    #expect(tally.queue.longest == 10_000_000)
    #expect(tally.queue.percentiles([50]) == [5_000_000])
  }

  @Test func failuresAreCountedByTheirModeAndAFallbackByTheMissionsEnd() throws {
    var story = try Story()
    story.claim(10)
    story.add(
      11,
      .fallback(
        MissionFallback(
          attempt: story.reference(),
          lease: LeaseRenewal(expiresAt: Story.at(200), bootID: "boot", mono: 1), from: "sdk",
          to: "cli", reason: "no key")))
    story.fail(20)
    let tally = try tally(story)
    #expect([tally.failed, tally.fallbacks, tally.endedAfterFallback] == [1, 1, 1])
    #expect(tally.failureModes == ["subprocess_crash": 1])
    #expect(tally.failureRate == 1)
    #expect(tally.fallbackRate == 1)
  }

  /// A mission that the reconciler failed, and whose worker then finished it after all.
  private func reversed() throws -> Story {
    var story = try Story()
    story.claim(10)
    story.start(10)
    let verdict = MissionReconciled(
      attempt: story.reference(), outcome: .failed, staleReason: .claimExpired,
      storageLane: "vp", reconciledBy: "r", previousStatus: .running, evidence: .emptyObject)
    story.add(200, .reconciled(verdict), by: "reconciler")
    story.add(
      200,
      .failed(
        MissionFailed(
          attempt: story.reference(), by: .reconciler, failureMode: .stale(.claimExpired),
          error: nil)), by: "reconciler", causedBy: 4)
    return story
  }

  @Test func aVerdictThatItsWorkerTookBackIsNoFailure() throws {
    var story = try reversed()
    #expect(try tally(story).failureModes == ["stale_claim_expired": 1])
    story.add(
      210,
      .reconciliationReversed(
        MissionReconciliationReversed(
          attempt: story.reference(), reverses: "vp:4", previousStatus: .failed)))
    story.complete(210)
    let tally = try tally(story)
    #expect([tally.completed, tally.failed, tally.reconciled, tally.reversed] == [1, 0, 1, 1])
    #expect(tally.modesByCount.isEmpty)
    #expect(tally.reconciliationRate == 1)
    // A verdict from before the window takes nothing back from it.
    #expect(try self.tally(story, since: 205).failed == 0)
  }

  @Test func anEventThatCannotBeFoldedIsCountedAndLeftOut() throws {
    var fold = StatsFold(since: Story.start)
    let broken = RecordedEvent(
      ledger: "vp", position: 1, stream: StreamName(trusted: "mission/x"), streamID: 1, version: 1,
      type: MissionEventType.dispatched.rawValue, schema: 1, recordedAt: Story.start,
      actor: "a", payload: .emptyObject)
    fold.take(broken) { [] }
    #expect(fold.unreadable == 1)
    #expect(fold.tallies.isEmpty)
  }

  @Test func percentilesAreValuesThatWereMeasured() {
    var durations = Durations()
    #expect(durations.percentiles([50, 95]) == [nil, nil])
    for value in (1...100).reversed() { durations.add(Int64(value)) }
    #expect(durations.percentiles([50, 95, 100]) == [50, 95, 100])
    #expect(durations.longest == 100)
  }
}
