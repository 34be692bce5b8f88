import MissionControl
import MissionModel
import MissionTesting
import Testing

/// What one reconciliation does where there is more to do than it may.
@Suite struct ReconcileMaxTests {
  @Test func oneRunEndsNoMoreThanItMayOfAllLedgersTheOldestFirst() async throws {
    let bench = try ReconcileBench(
      """
      reconcile_max: 2
      vps: {vp.general.primary: {max_concurrent: 10}, vp.coder.primary: {max_concurrent: 10}}
      """)
    var ids: [MissionID] = []
    for vp: VPID in [.general, .coder, .coder, .general] {
      ids.append(try await bench.running(pid: nil, vp: vp).id)
      bench.clock.advance(seconds: 1)
    }
    bench.clock.advance(seconds: 120)
    var reconciler = bench.reconciler()
    for (range, left) in [(0..<2, 2), (2..<4, 0), (4..<4, 0)] {
      let report = reconciler.step()
      #expect(Set(report.ended) == Set(ids[range]))
      #expect(report.left == left)
    }
  }

  @Test(arguments: [0.0, 121])
  func workersThatAreGoneAreFoundInTheOrderOfWhatTheyHold(elapsed: Double) async throws {
    let bench = try ReconcileBench(
      "reconcile_max: 1\nvps: {vp.general.primary: {max_concurrent: 10}}\n")
    var ids: [MissionID] = []
    for (number, name) in ["c", "b", "a"].enumerated() {
      let worker = try #require(WorkerID(name))
      ids.append(try await bench.running(pid: Int32(70 + number), as: worker).id)
    }
    for pid: Int32 in 70...72 { bench.kill(pid) }
    bench.clock.advance(seconds: elapsed)
    var reconciler = bench.reconciler()
    for (index, id) in ids.enumerated() {
      let report = reconciler.step()
      #expect(report.ended == [id])
      // Each worker, and what it holds.
      #expect(report.left == 2 * (2 - index))
    }
  }
}
