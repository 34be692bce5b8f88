import EventLog
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

@Suite struct WriteHealthTests {
  private let clock = TestClock()
  private let folder: TemporaryFolder
  private let health: WriteHealth

  init() throws {
    folder = try TemporaryFolder()
    health = WriteHealth(
      ledger: "vp", path: folder.file("vp.db"), busyTimeout: 5, clocks: clock.clocks)
  }

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

  @Test func aLockStandsInTheWayOnceItWasHeldForLongWithoutACommit() throws {
    let lock = try SideLock(path: folder.file("vp.db.lock"))
    #expect(try lock.tryAcquire())
    #expect(health.obstacle(at: 1) == nil)
    clock.advance(seconds: 6)
    // Whoever holds it now has committed since, or another has.
    #expect(health.obstacle(at: 2) == nil)
    clock.advance(seconds: 6)
    let error = health.obstacle(at: 2)
    #expect(error?.code == .vpDBLocked && error?.message.contains("for 6 seconds") == true)
    lock.release()
    #expect(health.obstacle(at: 2) == nil)
  }

  @Test func aWriteThatWaitedInVainTellsOfTheLockAtOnce() throws {
    let lock = try SideLock(path: folder.file("vp.db.lock"))
    #expect(try lock.tryAcquire())
    health.failed(LogError(.locked, "not free"))
    #expect(health.obstacle(at: 1)?.code == .vpDBLocked)
    lock.release()
    #expect(health.obstacle(at: 1) == nil)
  }
}
