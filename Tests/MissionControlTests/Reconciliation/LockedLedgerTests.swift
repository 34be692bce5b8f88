import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// Reconciliation of a ledger that another process has locked: while it takes no word, silence
/// means nothing.
@Suite struct LockedLedgerTests {
  /// Locks the ledger of general missions for a second, in which the bench's clock goes on by far
  /// more.
  ///
  /// - Returns: the thread that lets go of it; it has the lock by then.
  private func lock(_ bench: ReconcileBench) throws -> PlatformThread {
    let (isHeld, clock) = (Condition(false), bench.clock)
    let holder = try SideLock(path: bench.home.home.path + "/vp_state.db.lock")
    let thread = try PlatformThread.spawn(name: "holder") {
      try? holder.acquire()
      isHeld.change { $0 = true }
      for _ in 0..<20 {
        Thread.sleep(forTimeInterval: 0.05)
        clock.advance(seconds: 2)
      }
      holder.release()
    }
    _ = isHeld.wait { $0 ? true : nil }
    return thread
  }

  @Test func silenceThatWasJudgedBeforeALockEndsNothingBehindIt() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    bench.clock.advance(seconds: 901)
    var reconciler = bench.reconciler(bench.another("busy_timeout: 60\n"))
    var report = reconciler.look()
    #expect(report.ended == [id])
    let holder = try lock(bench)
    reconciler.carryOut(&report)
    holder.join()
    #expect(report.ended.isEmpty && report.left == 1)
    #expect(report.warnings.map(\.error?.code) == [.vpDBLocked])
    // Nobody could speak: what this reconciler has seen of silence begins anew.
    #expect(reconciler.step().ended.isEmpty)
    bench.clock.advance(seconds: 901)
    #expect(reconciler.step().ended == [id])
  }

  @Test func silenceEndsNothingWhereTheWordOfALostWorkerMetTheLock() async throws {
    let bench = try ReconcileBench()
    let policy = "busy_timeout: 60\nvps: {vp.general.primary: {max_concurrent: 2}}\n"
    let fleet = bench.another(policy)
    let (silent, _) = try await bench.running()
    let gone = WorkerID.named("w2")
    var claim = ClaimRequest(vp: .general, worker: gone)
    let id = try await bench.dispatch(to: .general) { _ in }
    claim.mission = id
    claim.process = bench.process(78)
    _ = try #require(try await fleet.claim(claim, .worker("w2")))
    bench.clock.advance(seconds: 901)
    bench.kill(78)
    var reconciler = bench.reconciler(fleet)
    var report = reconciler.look()
    #expect(Set(report.ended) == [silent, id] && report.lost.count == 1)
    let holder = try lock(bench)
    reconciler.carryOut(&report)
    holder.join()
    #expect(report.ended == [id])
  }

  @Test func aWorkerThatIsGoneIsLostBehindALockToo() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    bench.kill(77)
    var reconciler = bench.reconciler(bench.another("busy_timeout: 60\n"))
    var report = reconciler.look()
    let holder = try lock(bench)
    reconciler.carryOut(&report)
    holder.join()
    #expect(report.ended == [id] && report.left == 0)
  }

  @Test func whatALockedLedgerDoesNotTakeIsLeft() async throws {
    let bench = try ReconcileBench()
    _ = try await bench.running()
    bench.kill(77)
    let holder = try SideLock(path: bench.home.home.path + "/vp_state.db.lock")
    try await Task.detached { try holder.acquire() }.value
    let impatient = bench.another("busy_timeout: 0.1\n")
    let report = try await impatient.reconcile(by: "test")
    // The worker and its mission.
    #expect(report.isEmpty && report.left == 2)
    #expect(report.warnings.map(\.error?.code) == [.vpDBLocked])
    holder.release()
    let next = try await impatient.reconcile(by: "test")
    #expect(next.ended.count == 1 && next.left == 0)
  }
}
