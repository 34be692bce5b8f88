import CanonicalJSON
import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// Reconciliation in two steps: a plan that writes nothing, and its exact application.
@Suite struct ReconcilePlanTests {
  /// The plan of what a reconciler sees just now, through its file.
  private func plan(_ bench: ReconcileBench, _ yaml: String? = nil) async throws -> ReconcilePlan {
    let fleet = bench.another(yaml)
    let report = try await fleet.reconcile(by: "planner", acting: false)
    let plan = report.plan(by: "planner", policy: fleet.reconcilePolicy)
    let read = try ReconcilePlan(file: plan.file)
    #expect(read == plan)
    return read
  }

  private func orphan(_ bench: ReconcileBench) async throws -> (MissionID, FencingToken) {
    let (id, token) = try await bench.running()
    bench.kill(77)
    return (id, token)
  }

  @Test func aPlanIsAppendedExactlyAsItWasMade() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await orphan(bench)
    let plan = try await plan(bench)
    #expect(plan.lanes.first { $0.lane == "vp" }?.head == 3)
    let heads = try await bench.fleet.heads()
    try await bench.fleet.apply(plan)
    #expect(try await bench.fleet.heads()["vp"] == (heads["vp"] ?? 0) + 3)
    var request = GetRequest()
    request.events = 2
    let events = try await bench.fleet.get(id, request).events
    let planned = plan.lanes.flatMap(\.missions).flatMap(\.events)
    #expect(events.map(\.payload) == planned.map(\.payload))
    #expect(events.map(\.actor) == ["reconciler", "reconciler"])
    #expect(events.last?.causation == events.first?.id)
  }

  @Test func aLookWritesNothingIntoTheLedger() async throws {
    let bench = try ReconcileBench()
    _ = try await orphan(bench)
    bench.fleet.close()
    let path = bench.home.home.path + "/vp_state.db"
    let before = try FileSystem.read(path, limit: 100 << 20)
    _ = try await plan(bench)
    #expect(try FileSystem.read(path, limit: 100 << 20) == before)
  }

  @Test func aPlanIsRefusedOnceAMissionHasMoved() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await orphan(bench)
    let plan = try await plan(bench)
    _ = try await bench.fleet.annotate(id, MissionAnnotated(note: "moved"), .tester)
    let heads = try await bench.fleet.heads()
    do {
      try await bench.fleet.apply(plan)
      Issue.record("the plan was applied")
    } catch let error as MissionError {
      #expect(error.code == .versionConflict)
      #expect(error.details?.string.contains(id.rawValue) == true)
    }
    #expect(try await bench.fleet.heads() == heads)
  }

  @Test func aPlanIsRefusedOnceAWorkerHasShownItself() async throws {
    let bench = try ReconcileBench()
    let (id, token) = try await orphan(bench)
    let plan = try await plan(bench)
    try await bench.report(.heartbeat, id, token)
    #expect(await refusal { try await bench.fleet.apply(plan) } == .versionConflict)
    #expect(try await bench.session()?.status == .active)
  }

  @Test func aPlanSaysHowManyItLeavesToTheNext() async throws {
    let yaml = "reconcile_max: 2\nvps: {vp.general.primary: {max_concurrent: 10}}\n"
    let bench = try ReconcileBench(yaml)
    for _ in 0..<5 { _ = try await bench.running(pid: 77) }
    bench.kill(77)
    let plan = try await plan(bench, yaml)
    #expect(plan.lanes.map(\.left).reduce(0, +) == 3)
    try await bench.fleet.apply(plan)
    #expect(ReconcileReport(carriedOut: plan).left == 3)
  }

  @Test func aPlanIsAppliedOnce() async throws {
    let bench = try ReconcileBench()
    _ = try await orphan(bench)
    let plan = try await plan(bench)
    try await bench.fleet.apply(plan)
    #expect(await refusal { try await bench.fleet.apply(plan) } == .versionConflict)
  }

  /// Two lanes with a mission each whose worker is gone, and the plan of both.
  private func planOfTwoLanes(
    _ bench: ReconcileBench
  ) async throws -> (ids: [MissionID], plan: ReconcilePlan) {
    let ids = [
      try await bench.running(vp: .general).id, try await bench.running(vp: .coder).id,
    ]
    bench.kill(77)
    return (ids, try await plan(bench))
  }

  @Test func aPlanOfWhichALedgerIsLockedAppendsNothingToTheOthers() async throws {
    let bench = try ReconcileBench()
    let (_, plan) = try await planOfTwoLanes(bench)
    let heads = try await bench.fleet.heads()
    let last = try #require(plan.lanes.last { !$0.missions.isEmpty }).lane
    let file = last == "vp" ? "vp_state.db" : "coder_vp_state.db"
    let holder = try SideLock(path: "\(bench.home.home.path)/\(file).lock")
    try await Task.detached { try holder.acquire() }.value
    let impatient = bench.another("busy_timeout: 0.1\n")
    #expect(await refusal { try await impatient.apply(plan) } == .vpDBLocked)
    #expect(try await bench.fleet.heads() == heads)
    holder.release()
    try await impatient.apply(plan)
  }

  @Test func onlyAPlanThatIsMadeAnewGoesOnWhereOneWasCutOffBetweenTwoLedgers() async throws {
    let bench = try ReconcileBench()
    let (ids, plan) = try await planOfTwoLanes(bench)
    let part = try #require(plan.lanes.first { !$0.missions.isEmpty })
    try await bench.fleet.apply(
      ReconcilePlan(now: plan.now, madeBy: plan.madeBy, policy: plan.policy, lanes: [part]))
    #expect(await refusal { try await bench.fleet.apply(plan) } == .versionConflict)
    try await bench.fleet.apply(try await self.plan(bench))
    for id in ids { #expect(try await bench.mission(id).status == .failed) }
  }

  @Test func aPlanWhoseOneLedgerWasReconciledOtherwiseIsRefused() async throws {
    let bench = try ReconcileBench()
    let (_, plan) = try await planOfTwoLanes(bench)
    let part = try #require(plan.lanes.first { !$0.missions.isEmpty })
    var reconciler = ReconcilerRole(bench.fleet, lanes: [part.lane], by: "another")
    #expect(reconciler.step().ended.count == 1)
    let heads = try await bench.fleet.heads()
    #expect(await refusal { try await bench.fleet.apply(plan) } == .versionConflict)
    #expect(try await bench.fleet.heads() == heads)
  }

  @Test func otherMissionsMayMoveMeanwhile() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await orphan(bench)
    let plan = try await plan(bench)
    _ = try await bench.fleet.dispatch(DispatchRequest(vpID: .general, objective: "y"), .tester)
    try await bench.fleet.apply(plan)
    #expect(try await bench.mission(id).status == .failed)
  }

  @Test func aPlanThatWasChangedIsRefused() async throws {
    let bench = try ReconcileBench()
    _ = try await orphan(bench)
    let file = try await plan(bench).file
    let text = String(decoding: file, as: UTF8.self)
    for changed in [
      text.replacing("worker_dead", with: "claim_expired"), "{}", "", "not json",
      text.replacing("reconcile-plan/1", with: "reconcile-plan/2"),
    ] {
      let code = await refusal { _ = try ReconcilePlan(file: Array(changed.utf8)) }
      #expect(code == .validationError)
    }
  }

  @Test func aPlanOfAnotherHomeIsRefused() async throws {
    let bench = try ReconcileBench()
    _ = try await orphan(bench)
    let plan = try await plan(bench)
    let other = try ReconcileBench()
    _ = try await other.running()
    #expect(await refusal { try await other.fleet.apply(plan) } == .validationError)
  }
}
