import CanonicalJSON
import EventLog
import EventProjections
import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Synchronization
import Testing

/// Reconciliation of real ledgers, with processes and clocks that a test moves.
@Suite struct ReconcileTests {
  @Test func aWorkerThatIsGoneIsLostAndItsMissionFailsInTheSameRun() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
    bench.kill(77)
    let report = reconciler.step()
    #expect(report.ended == [id])
    #expect(report.lost.map(\.worker) == [.first])
    #expect(try await bench.session()?.status == .lost)
    let mission = try await bench.mission(id)
    #expect(mission.failureMode == .stale(.workerDead))
    #expect(mission.basis == .inferred)
    #expect(try await bench.story(id) == ["dispatched", "claimed", "reconciled", "failed"])
  }

  @Test func reconcilingTwiceAppendsNothingTheSecondTime() async throws {
    let bench = try ReconcileBench()
    _ = try await bench.running()
    bench.kill(77)
    var reconciler = bench.reconciler()
    _ = reconciler.step()
    let heads = try await bench.fleet.heads()
    #expect(reconciler.step().isEmpty)
    var another = bench.reconciler()
    #expect(another.step().isEmpty)
    #expect(try await bench.fleet.heads() == heads)
  }

  @Test func aReconciliationThatReachesNoLedgerIsAnError() async throws {
    let bench = try ReconcileBench()
    _ = try await bench.running(vp: .coder)
    _ = try await bench.running(as: .named("w2"))
    bench.kill(77)
    let holders = try ["vp_state.db.lock", "coder_vp_state.db.lock"].map {
      try SideLock(path: bench.home.home.path + "/" + $0)
    }
    try await Task.detached { for holder in holders { try holder.acquire() } }.value
    defer { for holder in holders { holder.release() } }
    let impatient = bench.another("busy_timeout: 0.1\n")
    #expect(await refusal { _ = try await impatient.reconcile(by: "test") } == .vpDBLocked)
  }

  @Test func anIdleWorkerThatIsGoneIsLostToo() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await bench.running()
    try await bench.report(.completed(MissionOutcome(message: "done")), id, token)
    bench.kill(77)
    var reconciler = bench.reconciler()
    let report = reconciler.step()
    #expect(report.lost.count == 1)
    #expect(report.ended.isEmpty)
    #expect(try await bench.session()?.status == .lost)
  }

  @Test func aWorkerThatRetiredInOrderIsNotLost() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await bench.running()
    try await bench.report(.completed(MissionOutcome(message: "done")), id, token)
    let session = SessionID(vp: .general, worker: .first)
    try await bench.fleet.reportSession(.retired, of: session, .worker("w1"))
    bench.kill(77)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
  }

  @Test func aHealthyWorkersMissionIsNeverEndedAsStale() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await bench.running()
    var reconciler = bench.reconciler()
    for _ in 0..<100 {
      bench.clock.advance(seconds: 40)
      try await bench.report(.heartbeat, id, token)
      #expect(reconciler.step().isEmpty)
    }
    #expect(try await bench.mission(id).status == .running)
  }

  @Test func aLivingWorkerKeepsItsMissionBeyondItsLease() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await bench.running()
    bench.clock.advance(seconds: 899)
    var reconciler = bench.reconciler()
    let report = reconciler.step()
    #expect(report.isEmpty)
    #expect(report.kept.map(\.ground) == [.alive])
    try await bench.report(.heartbeat, id, token)
    #expect(reconciler.step().kept.isEmpty)
  }

  @Test func aLivingWorkerThatIsSilentForTooLongLosesItsMission() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    bench.clock.advance(seconds: 901)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().ended == [id])
    #expect(try await bench.mission(id).failureMode == .stale(.claimExpired))
    #expect(try await bench.session()?.status == .idle)
  }

  @Test(arguments: [-315_360_000.0, 315_360_000.0])
  func aClockThatJumpsTenYearsEndsNoWork(jump: Double) async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    let (other, _) = try await bench.running(pid: nil, as: .named("w2"), vp: .coder)
    bench.clock.advance(seconds: 30)
    bench.clock.now = bench.clock.now.advanced(bySeconds: jump)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
    bench.clock.advance(seconds: 30)
    #expect(reconciler.step().isEmpty)
    #expect(try await bench.mission(id).status == .running)
    #expect(try await bench.mission(other).status == .running)
  }

  @Test func fromAnotherMachineOnlyObservedSilenceCounts() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    let there = bench.another(boot: "elsewhere")
    var reconciler = bench.reconciler(there)
    bench.clock.advance(seconds: 10_000)
    #expect(reconciler.step().kept.map(\.ground) == [.unobserved])
    bench.clock.advance(seconds: 119)
    #expect(reconciler.step().kept.map(\.ground) == [.unobserved])
    bench.clock.advance(seconds: 1)
    #expect(reconciler.step().ended == [id])
  }

  @Test func aLateResultIsNotThrownAway() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await bench.running()
    bench.clock.advance(seconds: 901)
    var reconciler = bench.reconciler()
    _ = reconciler.step()
    #expect(await refusal { try await bench.report(.heartbeat, id, token) } == .leaseLost)
    // A person is led to what is known of the worker, not to a retry that would cut it off.
    #expect(try await bench.fleet.status().attention.first?.nextCommand.first == "why")
    try await bench.report(.completed(MissionOutcome(message: "done after all")), id, token)
    let mission = try await bench.mission(id)
    #expect(mission.status == .completed)
    #expect(mission.basis == .reported)
    #expect(
      try await bench.story(id) == [
        "dispatched", "claimed", "reconciled", "failed", "reconciliation_reversed", "completed",
      ])
    bench.clock.advance(seconds: 10_000)
    #expect(reconciler.step().isEmpty)
  }

  @Test func aLateResultAfterARetryIsKeptAsEvidence() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await bench.running()
    bench.clock.advance(seconds: 901)
    var reconciler = bench.reconciler()
    _ = reconciler.step()
    _ = try await bench.fleet.retry(id, RetryRequest(), .tester)
    for _ in 0..<2 {
      let code = await refusal {
        try await bench.report(.completed(MissionOutcome(message: "late")), id, token)
      }
      #expect(code == .leaseLost)
    }
    #expect(try await bench.story(id).suffix(2) == ["retried", "late_report"])
    #expect(try await bench.mission(id).status == .failed)
  }

  @Test func aMissionWhoseWorkerCrashedBeforeItCouldFailIsNotClaimedForEver() async throws {
    let bench = try ReconcileBench("reconcile_policy: requeue\n")
    let (id, _) = try await bench.running { $0.maxAttempts = 2 }
    bench.kill(77)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().ended == [id])
    #expect(try await bench.mission(id).status == .queued)
    let claim = ClaimRequest(vp: .general, worker: .named("w2"), process: bench.process(78))
    #expect(try await bench.fleet.claim(claim, .worker("w2"))?.id == id)
    bench.kill(78)
    #expect(reconciler.step().ended == [id])
    #expect(try await bench.mission(id).status == .failed)
  }

  @Test func aCancelThatARunningWorkerIgnoresIsCompletedLeaseOrNot() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await bench.running()
    _ = try await bench.fleet.cancel(id, .tester)
    bench.clock.advance(seconds: 59)
    try await bench.report(.heartbeat, id, token)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
    bench.clock.advance(seconds: 2)
    #expect(reconciler.step().ended == [id])
    let mission = try await bench.mission(id)
    #expect(mission.status == .cancelled)
    #expect(mission.basis == .decided)
    let code = await refusal {
      try await bench.report(.completed(MissionOutcome(message: "late")), id, token)
    }
    #expect(code == .missionTerminal)
    #expect(try await bench.mission(id).lateReports == 1)
  }

  @Test func aCancelRecordedWhileTheClockRanAheadIsOverdueByWhatIsSeenOfIt() async throws {
    let bench = try ReconcileBench()
    bench.clock.now = bench.clock.now.advanced(bySeconds: 3_600)
    let (id, token) = try await bench.running()
    _ = try await bench.fleet.cancel(id, .tester)
    bench.clock.now = bench.clock.now.advanced(bySeconds: -3_600)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
    for _ in 0..<3 {
      bench.clock.advance(seconds: 25)
      try await bench.report(.heartbeat, id, token)
    }
    #expect(reconciler.step().ended == [id])
    #expect(try await bench.mission(id).status == .cancelled)
  }

  @Test func aQueuedMissionThatIsCancelledEndsAtOnce() async throws {
    let bench = try ReconcileBench()
    let id = try await bench.fleet.dispatch(
      DispatchRequest(vpID: .general, objective: "x"), .tester
    ).mission.id
    _ = try await bench.fleet.cancel(id, .tester)
    #expect(try await bench.mission(id).status == .cancelled)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
  }

  @Test func aQueuedMissionPastItsDeadlineFails() async throws {
    let bench = try ReconcileBench()
    var request = DispatchRequest(vpID: .general, objective: "soon")
    request.deadline = bench.clock.now.advanced(bySeconds: 60)
    let id = try await bench.fleet.dispatch(request, .tester).mission.id
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
    bench.clock.advance(seconds: 60)
    #expect(reconciler.step().ended == [id])
    let mission = try await bench.mission(id)
    #expect(mission.failureMode == .deadlineExceeded)
    #expect(mission.basis == .decided)
  }

  @Test func aTerminalMissionIsNotFinishedASecondTime() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await bench.running()
    try await bench.report(.completed(MissionOutcome(message: "done")), id, token)
    bench.kill(77)
    bench.clock.advance(seconds: 10_000)
    var reconciler = bench.reconciler()
    #expect(reconciler.step().ended.isEmpty)
    let code = await refusal {
      try await bench.report(.failed(FailureReport(error: "no")), id, token)
    }
    #expect(code == .missionTerminal)
    #expect(
      try await bench.story(id) == ["dispatched", "claimed", "completed", "late_report"])
  }

  @Test func aSecondDispatchLeavesARunningMissionWhereItIs() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running { $0.idempotencyKey = "k" }
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.idempotencyKey = "k"
    let again = try await bench.fleet.dispatch(request, .tester)
    #expect(again.replayed)
    #expect(again.mission.id == id)
    #expect(try await bench.mission(id).status == .running)
    #expect(try await bench.story(id) == ["dispatched", "claimed"])
  }

  @Test func aBusyWorkerIsShownActive() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await bench.running()
    _ = try await bench.fleet.dispatch(DispatchRequest(vpID: .general, objective: "y"), .tester)
    try await bench.report(.heartbeat, id, token)
    let session = try #require(try await bench.session())
    #expect(session.status == .active)
    #expect(session.missionIDs == [id])
  }

  @Test func twoReconcilersAtOnceAppendOneVerdict() async throws {
    let bench = try ReconcileBench("vps: {vp.general.primary: {max_concurrent: 100}}\n")
    var ids: [MissionID] = []
    for number in 0..<20 {
      ids.append(
        try await bench.running(pid: Int32(100 + number), as: .named("w\(number)")).id)
    }
    for pid in 100..<120 { bench.kill(Int32(pid)) }
    let fleets = (0..<4).map { _ in bench.another() }
    let reports = await withTaskGroup(of: ReconcileReport?.self) { group in
      for fleet in fleets { group.addTask { try? await fleet.reconcile(by: "test") } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(reports.compactMap { $0?.ended }.flatMap(\.self).count == 20)
    #expect(reports.compactMap { $0?.lost }.flatMap(\.self).count == 20)
    for id in ids {
      #expect(try await bench.story(id) == ["dispatched", "claimed", "reconciled", "failed"])
    }
  }

  @Test func aLoopReconcilesBeforeItsOwnerBegins() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    bench.kill(77)
    let loop = try await ReconcileLoop.start(bench.reconciler(), everySeconds: 3_600)
    loop.stop()
    #expect(try await bench.mission(id).status == .failed)
  }

  @Test func aLoopTellsOfAWarningThatLastsOnce() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    let newer = NewEvent(
      type: MissionEventType.completed.rawValue, schema: 2, payload: .emptyObject, actor: "newer")
    try await bench.fleet.writableLog(named: "vp").write {
      _ = try $0.append(newer, to: id.stream)
    }
    let told = Mutex<[Int]>([])
    let loop = try await ReconcileLoop.start(bench.reconciler(), everySeconds: 0.01) { report in
      told.withLock { $0.append(report.warnings.count) }
    }
    #expect(try await eventually { told.withLock { $0.count } >= 4 })
    loop.stop()
    #expect(told.withLock { $0.reduce(0, +) } == 1)
  }

  @Test func oneRunIsBoundedAndSaysHowManyAreLeft() async throws {
    let bench = try ReconcileBench(
      "reconcile_max: 2\nvps: {vp.general.primary: {max_concurrent: 100}}\n")
    for number in 0..<5 {
      _ = try await bench.running(pid: Int32(100 + number), as: .named("w\(number)"))
      bench.kill(Int32(100 + number))
    }
    var reconciler = bench.reconciler()
    var ended: [Int] = []
    repeat { ended.append(reconciler.step().ended.count) } while ended.last != 0
    #expect(ended == [2, 2, 1, 0])
  }

  @Test func aSickLedgerStopsOnlyItsOwn() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running()
    _ = try await bench.running(pid: 78, as: .named("w2"), vp: .coder)
    bench.kill(77)
    bench.kill(78)
    bench.fleet.close()
    let path = bench.home.home.path + "/coder_vp_state.db"
    try FileManager.default.removeItem(atPath: path)
    try Data("no ledger at all, but some text".utf8).write(to: URL(filePath: path))
    let report = try await bench.another().reconcile(by: "test")
    #expect(report.ended == [id])
    #expect(report.warnings.map(\.ledger) == ["coder"])
  }
}
