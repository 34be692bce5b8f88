import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// A reconciler that ends one queued mission and no other, as `run` has where nobody else
/// reconciles.
@Suite struct OneMissionTests {
  private func dispatch(_ bench: ReconcileBench) async throws -> MissionID {
    var request = DispatchRequest(vpID: .general, objective: "x")
    request.deadline = bench.clock.now.advanced(bySeconds: 60)
    return try await bench.fleet.dispatch(request, .tester).mission.id
  }

  @Test func itsMissionEndsHoweverManyOlderOnesAreOverdue() async throws {
    let bench = try ReconcileBench("reconcile_max: 1")
    let older = [try await dispatch(bench), try await dispatch(bench)]
    let own = try await dispatch(bench)
    bench.clock.advance(seconds: 61)
    var reconciler = ReconcilerRole(bench.fleet, endingOnly: own, by: "test")
    let report = reconciler.step()
    #expect(report.ended == [own] && report.left == 0)
    #expect(try await bench.mission(own).failureMode == .deadlineExceeded)
    for id in older { #expect(try await bench.mission(id).status == .queued) }
  }

  @Test func itsMissionIsLeftAloneBeforeItsDeadlineAndOnceItIsClaimed() async throws {
    let bench = try ReconcileBench()
    let own = try await dispatch(bench)
    var reconciler = ReconcilerRole(bench.fleet, endingOnly: own, by: "test")
    #expect(reconciler.step().ended.isEmpty)
    var claim = ClaimRequest(vp: .general, worker: .first)
    claim.process = bench.process(77)
    _ = try await bench.fleet.claim(claim, .worker("w1"))
    bench.kill(77)
    bench.clock.advance(seconds: 61)
    let report = reconciler.step()
    #expect(report.ended.isEmpty && report.lost.isEmpty && report.kept.isEmpty)
    #expect(try await bench.mission(own).status == .running)
  }
}
