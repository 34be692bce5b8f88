import EventLog
import MissionModel
import MissionTesting
import Testing

@testable import MissionControl

@Suite struct WriteHealthTests {
  private let clock = TestClock()
  private let health: WriteHealth

  init() { health = WriteHealth(ledger: "vp", clocks: clock.clocks, busyTimeout: 5) }

  @Test func aFailureStandsUntilTheNextCommitAndForAMinuteAtMost() {
    health.failed(MissionError(.leaseLost, "a refusal"))
    #expect(health.obstacle(at: 1) == nil)
    health.failed(LogError(.full, "no room"))
    #expect(health.obstacle(at: 1)?.code == .ledgerFull)
    health.succeeded(appending: false)
    #expect(health.obstacle(at: 1)?.code == .ledgerFull)
    health.succeeded(appending: true)
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

  /// Has writes be refused a lock, each so many seconds after the one before.
  private func refuse(_ health: WriteHealth? = nil, after gaps: [Double]) {
    for gap in gaps {
      clock.advance(seconds: gap)
      (health ?? self.health).failed(LogError(.locked, "not free"))
    }
  }

  @Test(arguments: [[0], [0, 5], [0, 10, 10, 9.9], [0, 65.1, 29]])
  func aLockThatIsHeldForAWhileIsNoFailure(gaps: [Double]) {
    refuse(after: gaps)
    #expect(health.obstacle(at: 1) == nil)
  }

  @Test(arguments: [[0, 30], [0, 10, 10, 10], [0, 64.9]])
  func aLockThatKeepsEveryWriteOutForLongIsOneUntilAWriteGoesThrough(gaps: [Double]) {
    for appending in [true, false] {
      refuse(after: gaps)
      #expect(health.obstacle(at: 1)?.code == .vpDBLocked)
      health.succeeded(appending: appending)
      #expect(health.obstacle(at: 1) == nil)
    }
  }

  @Test func aLockThatNobodyWasRefusedForAMinuteAndAWaitIsNoFailure() {
    refuse(after: [0, 40])
    clock.advance(seconds: 64)
    #expect(health.obstacle(at: 1)?.code == .vpDBLocked)
    clock.advance(seconds: 1)
    #expect(health.obstacle(at: 1) == nil)
  }

  @Test func whoWaitsLongForALockIsThreeTimesAsPatient() {
    let patient = WriteHealth(ledger: "vp", clocks: clock.clocks, busyTimeout: 600)
    refuse(patient, after: [0, 600, 600])
    #expect(patient.obstacle(at: 1) == nil)
    refuse(patient, after: [600])
    #expect(patient.obstacle(at: 1)?.code == .vpDBLocked)
    // The next write waits for it all the while.
    for gap in [61, 539.9] {
      clock.advance(seconds: gap)
      #expect(patient.obstacle(at: 1)?.code == .vpDBLocked)
    }
  }

  @Test func aLockUnderWhichTheLedgerGrowsIsNoFailure() {
    refuse(after: [0])
    #expect(health.obstacle(at: 1) == nil)
    refuse(after: [40])
    #expect(health.obstacle(at: 2) == nil)
    refuse(after: [10])
    #expect(health.obstacle(at: 2) == nil)
  }

  @Test func aLockHidesNoFailureOfTheLedgerItself() {
    health.failed(LogError(.full, "no room"))
    refuse(after: [0, 30])
    #expect(health.obstacle(at: 1)?.code == .ledgerFull)
  }
}
