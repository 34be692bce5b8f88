import MissionModel
import Platform
import Testing

@testable import MissionWorker

/// A run clock that starts at second 0 of both clocks.
private struct Story {
  var clock: RunClock

  init(budget: Budget = .unlimited, silence: Double = 60, deadline: Double? = nil) {
    let policy = RunPolicy(
      budget: budget, silenceSeconds: silence,
      deadline: deadline.map { Instant.epoch.advanced(bySeconds: $0) }, stopGraceSeconds: 10)
    clock = RunClock(policy: policy, now: Story.moment(0))
  }

  static func moment(_ second: Double) -> RunClock.Moment {
    RunClock.Moment(
      monotonic: Int64(second * 1_000_000), fleet: Instant.epoch.advanced(bySeconds: second))
  }

  /// Lets something happen; returns what is to be done.
  mutating func happen(_ event: RunClock.Event, at second: Double) -> [RunClock.Action] {
    clock.step(event, at: Story.moment(second))
  }

  /// Ticks once a second through a span of time.
  mutating func pass(_ seconds: ClosedRange<Int>) -> [RunClock.Action] {
    seconds.flatMap { happen(.tick, at: Double($0)) }
  }
}

struct RunClockTests {
  @Test func withoutALimitACommandMayBeSilentForEver() {
    var story = Story(silence: 0)
    #expect(story.pass(0...100_000).isEmpty)
    #expect(story.clock.stop == nil)
  }

  @Test func silenceStopsTheCommandAndThenKillsIt() {
    var story = Story(silence: 60)
    #expect(story.pass(1...59) == [])
    #expect(story.pass(60...69) == [.terminate])
    #expect(story.clock.stop == .silence(seconds: 60))
    #expect(story.pass(70...200) == [.kill])
  }

  @Test func outputBreaksTheSilence() {
    var story = Story(silence: 60)
    #expect(story.pass(1...50) == [])
    #expect(story.happen(.output, at: 50) == [])
    #expect(story.pass(51...109) == [])
    #expect(story.happen(.tick, at: 110) == [.terminate])
  }

  @Test func silenceAndBudgetStandStillWhileBlocked() {
    var story = Story(budget: Budget(maxRuntimeMinutes: Millionths(2)), silence: 60)
    #expect(story.pass(1...30) == [])
    #expect(story.happen(.blocked, at: 30) == [])
    #expect(story.pass(31...1_000) == [])
    #expect(story.happen(.unblocked, at: 1_000) == [])
    #expect(story.pass(1_001...1_059) == [])
    #expect(story.happen(.output, at: 1_059) == [])
    #expect(story.pass(1_060...1_090) == [])
    #expect(story.happen(.tick, at: 1_090.1) == [.terminate])
    guard case .budget = story.clock.stop else {
      Issue.record("stopped by \(String(describing: story.clock.stop))")
      return
    }
  }

  @Test func aQuestionBesideAnOpenOneStartsNoClock() {
    var story = Story(silence: 60)
    #expect(story.happen(.blocked, at: 30) == [])
    #expect(story.happen(.blocked, at: 40) == [])
    #expect(story.pass(41...1_000) == [])
    #expect(story.happen(.unblocked, at: 1_000) == [])
    #expect(story.pass(1_001...1_059) == [])
    #expect(story.happen(.tick, at: 1_060) == [.terminate])
  }

  @Test func theDeadlineCountsEvenWhileBlocked() {
    var story = Story(deadline: 100)
    _ = story.happen(.blocked, at: 1)
    #expect(story.pass(2...99) == [])
    #expect(story.happen(.tick, at: 100) == [.terminate])
    #expect(story.clock.stop == .deadline(Instant.epoch.advanced(bySeconds: 100)))
  }

  @Test(arguments: [
    (Budget(maxLLMCalls: 3), Usage(llmCalls: 3), false),
    (Budget(maxLLMCalls: 3), Usage(llmCalls: 4), true),
    (Budget(maxLLMCalls: 0), Usage(llmCalls: 0), false),
    (Budget(maxLLMCalls: 0), Usage(llmCalls: 1), true),
    (Budget(maxCostUSD: Millionths(1)), Usage(costUSD: Millionths(1)), false),
    (Budget(maxCostUSD: Millionths(1)), Usage(costUSD: Millionths(micros: 1_000_001)), true),
    (Budget(maxCostUSD: Millionths(1)), Usage(llmCalls: 1_000), false),
  ])
  func reportedUsageIsHeldAgainstTheBudget(budget: Budget, usage: Usage, stops: Bool) {
    var story = Story(budget: budget)
    #expect(story.happen(.used(usage), at: 1) == (stops ? [.terminate] : []))
  }

  @Test func aBudgetOfNoTimeIsOverAtOnce() {
    var story = Story(budget: Budget(maxRuntimeMinutes: Millionths(0)))
    #expect(story.happen(.tick, at: 0.2) == [.terminate])
  }

  @Test(arguments: [
    (RunClock.Event.cancelRequested(reason: "no"), StopReason.cancelled(reason: "no")),
    (.shutdown, .shutdown),
    (.leaseLost(reversible: false), .leaseLost),
  ])
  func aWishToStopStopsAtOnce(event: RunClock.Event, reason: StopReason) {
    var story = Story()
    #expect(story.happen(event, at: 1) == [.terminate])
    #expect(story.clock.stop == reason)
    #expect(story.happen(event, at: 2) == [])
  }

  @Test func theFirstReasonStands() {
    var story = Story()
    _ = story.happen(.cancelRequested(reason: nil), at: 1)
    _ = story.happen(.shutdown, at: 2)
    #expect(story.clock.stop == .cancelled(reason: nil))
  }

  @Test func aLostLeaseThatMayComeBackStopsNothing() {
    var story = Story()
    #expect(story.happen(.leaseLost(reversible: true), at: 1) == [])
    #expect(story.clock.stop == nil)
  }

  @Test func aLostLeaseStopsACommandThatWaitsForAnAnswer() {
    var story = Story()
    #expect(story.happen(.blocked, at: 1) == [])
    #expect(story.happen(.leaseLost(reversible: true), at: 2) == [.terminate])
    #expect(story.clock.stop == .leaseLost)
  }

  @Test func theTimeInWhichTheWorkerItselfWasStoppedIsNoSilence() {
    var story = Story(silence: 60)
    #expect(story.pass(1...10) == [])
    #expect(story.happen(.tick, at: 5_000) == [])
    #expect(story.pass(5_001...5_049) == [])
    #expect(story.pass(5_050...5_050) == [.terminate])
  }

  @Test func usageIsTheReportedFiguresAndTheTimeNotBlocked() {
    var story = Story(silence: 1_000)
    _ = story.happen(.used(Usage(llmCalls: 2)), at: 1)
    _ = story.happen(.used(Usage(costUSD: Millionths(1))), at: 2)
    _ = story.happen(.blocked, at: 10)
    _ = story.happen(.unblocked, at: 110)
    let usage = story.clock.usage(at: 120_000_000)
    #expect(
      usage
        == Usage(runtimeSeconds: Millionths(20), llmCalls: 2, costUSD: Millionths(1)))
  }
}
