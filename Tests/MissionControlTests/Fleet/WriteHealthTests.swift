import EventLog
import MissionModel
import MissionTesting
import Testing

@testable import MissionControl

@Suite struct WriteHealthTests {
  private let clock = TestClock()
  private let health: WriteHealth

  init() { health = WriteHealth(ledger: "vp", clocks: clock.clocks) }

  @Test func aFailureStandsUntilTheNextCommitAndForAMinuteAtMost() {
    health.failed(MissionError(.leaseLost, "a refusal"))
    #expect(health.obstacle(at: 1) == nil)
    health.failed(LogError(.full, "no room"))
    #expect(health.obstacle(at: 1)?.code == .ledgerFull)
    health.committed()
    #expect(health.obstacle(at: 1) == nil)
    health.failed(LogError(.full, "no room"))
    clock.advance(seconds: 60)
    #expect(health.obstacle(at: 1) == nil)
  }

  @Test func aCommitOfAnotherProcessDisprovesAFailure() {
    health.failed(LogError(.full, "no room"))
    #expect(health.obstacle(at: 1) != nil)
    #expect(health.obstacle(at: 1) != nil)
    #expect(health.obstacle(at: 2) == nil)
    #expect(health.obstacle(at: 2) == nil)
  }

  @Test func aLockThatSomebodyHoldsIsNoFailure() {
    health.failed(LogError(.locked, "not free"))
    #expect(health.obstacle(at: 1) == nil)
  }
}
