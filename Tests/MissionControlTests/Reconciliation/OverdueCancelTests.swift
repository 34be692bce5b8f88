import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// By what a reconciler tells how long a cancel has stood: the log's times at its first look, its
/// own watch from then on.
@Suite struct OverdueCancelTests {
  /// A mission whose cancel a reconciler that has looked before finds `seconds` after its last
  /// look.
  private func cancelled(
    _ bench: ReconcileBench, seenAfter seconds: Double = 1
  ) async throws -> (id: MissionID, token: FencingToken, reconciler: ReconcilerRole) {
    let (id, token) = try await bench.running()
    var reconciler = bench.reconciler()
    #expect(reconciler.step().isEmpty)
    _ = try await bench.fleet.cancel(id, .tester)
    bench.clock.advance(seconds: seconds)
    return (id, token, reconciler)
  }

  @Test func aClockThatJumpsAheadEndsNoCancelThatWasSeenForLessThanItsGrace() async throws {
    let bench = try ReconcileBench()
    var (id, token, reconciler) = try await cancelled(bench)
    #expect(reconciler.step().isEmpty)
    bench.clock.now = bench.clock.now.advanced(bySeconds: 100)
    bench.clock.advance(seconds: 4)
    #expect(reconciler.step().isEmpty)
    try await bench.report(.completed(MissionOutcome(message: "tidied up")), id, token)
    let mission = try await bench.mission(id)
    #expect(mission.status == .cancelled && mission.lateReports == 0)
  }

  @Test func norOneThatCameSinceTheReconcilersLastLook() async throws {
    let bench = try ReconcileBench()
    var (_, _, reconciler) = try await cancelled(bench)
    bench.clock.now = bench.clock.now.advanced(bySeconds: 100)
    #expect(reconciler.step().isEmpty)
  }

  @Test(arguments: [-50.0, 0, 50])
  func aCancelThatStoodForItsGraceIsCompletedWhereverTheClockWent(jump: Double) async throws {
    let bench = try ReconcileBench()
    var (id, token, reconciler) = try await cancelled(bench)
    #expect(reconciler.step().isEmpty)
    bench.clock.now = bench.clock.now.advanced(bySeconds: jump)
    bench.clock.advance(seconds: 58)
    try await bench.report(.heartbeat, id, token)
    #expect(reconciler.step().isEmpty)
    bench.clock.advance(seconds: 2)
    #expect(reconciler.step().ended == [id])
    #expect(try await bench.mission(id).basis == .decided)
  }

  @Test func aReconcilerThatHasSeenNothingGoesByTheLogsTimes() async throws {
    let bench = try ReconcileBench()
    let (id, _, _) = try await cancelled(bench, seenAfter: 59)
    var before = bench.reconciler()
    #expect(before.step().isEmpty)
    bench.clock.advance(seconds: 2)
    var after = bench.reconciler()
    #expect(after.step().ended == [id])
  }
}
