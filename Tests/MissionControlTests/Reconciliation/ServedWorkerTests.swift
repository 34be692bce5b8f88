import MissionControl
import MissionModel
import MissionTesting
import Testing

/// Reconciliation of missions whose workers report through a server: they are silent only while
/// that serves.
@Suite struct ServedWorkerTests {
  /// Lets a server that was started now serve for so long, and look as often as its reconciler
  /// does.
  private func serve(_ bench: ReconcileBench, _ fleet: Fleet, seconds: Int) {
    for _ in 0..<seconds {
      bench.clock.advance(seconds: 1)
      fleet.noteServing()
    }
  }

  @Test func theTimeInWhichAServerWasAwayEndsNoWork() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running(pid: nil, served: true)
    bench.clock.advance(seconds: 1_000)
    let server = bench.another()
    server.noteServing()
    #expect(try await server.reconcile(by: "token:admin").kept.map(\.ground) == [.unobserved])
    serve(bench, server, seconds: 119)
    #expect(try await server.reconcile(by: "token:admin").ended.isEmpty)
    serve(bench, server, seconds: 1)
    #expect(try await server.reconcile(by: "token:admin").ended == [id])
  }

  @Test func aCommandBesideTheServerListsItAsUnobserved() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running(pid: nil, served: true)
    bench.clock.advance(seconds: 1_000)
    let report = try await bench.another().reconcile(by: "test", acting: false)
    #expect(report.kept.map(\.missionID) == [id])
    #expect(report.kept.map(\.ground) == [.unobserved])
    #expect(report.kept.first?.silence?.measure == .observed)
  }

  @Test func aWorkersReconcilerBesideTheServerLeavesItAlone() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running(pid: nil, served: true)
    var reconciler = ReconcilerRole(bench.another(), by: "worker:w2", everySeconds: 30)
    for _ in 0..<20 {
      bench.clock.advance(seconds: 30)
      #expect(reconciler.step().isEmpty)
    }
    #expect(try await bench.mission(id).status == .running)
  }

  @Test func aServerThatStoodStillEndsNoWorkAfterwards() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running(pid: nil, served: true)
    bench.fleet.noteServing()
    var reconciler = ReconcilerRole(bench.fleet, by: "serve", everySeconds: 150)
    #expect(reconciler.step().isEmpty)
    bench.clock.advance(seconds: 150)
    #expect(reconciler.step().isEmpty)
    serve(bench, bench.fleet, seconds: 150)
    #expect(reconciler.step().ended == [id])
  }

  @Test func aWorkerWithoutAProcessThatWritesItselfIsMeasuredByTheClock() async throws {
    let bench = try ReconcileBench()
    let (id, _) = try await bench.running(pid: nil)
    bench.clock.advance(seconds: 121)
    #expect(try await bench.another().reconcile(by: "test").ended == [id])
  }
}
