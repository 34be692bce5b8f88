import MissionControl
import MissionModel
import MissionTesting
import Testing

@testable import MissionWorker

/// A worker that holds a mission before it begins: the one of its own dispatch.
@Suite(.timeLimit(.minutes(2))) struct HeldMissionTests {
  @Test(arguments: [false, true])
  func aWorkerBeginsWithWhatItHoldsUnlessItIsToldToEndBefore(isTold: Bool) async throws {
    let bench = try WorkerBench(isTold ? "sleep 100" : "echo x") {
      $0.untilIdle = false
      $0.once = true
    }
    let claim = ClaimRequest(
      vp: bench.options.vp, worker: bench.options.worker, process: bench.options.process)
    let held = try await bench.fleet.dispatch(
      DispatchRequest(vpID: bench.options.vp, objective: "work"), .tester,
      takenBy: Taker(claim, .worker(bench.options.worker.rawValue))
    ).mission
    let other = try await bench.dispatch()
    let worker = Worker(port: bench.port, options: bench.options)
    if isTold { worker.drain() }
    let summary = try await worker.run(holding: held)
    #expect(summary.claimed == 1 && summary.wasStopped == isTold)
    let state = try await bench.state(of: held.state.facts.missionID)
    #expect(state.failureMode == (isTold ? .workerShutdown : nil))
    #expect(state.status == (isTold ? .failed : .completed))
    #expect(try await bench.state(of: other).status == .queued)
    let sessions = try await bench.fleet.sessions().sessions
    #expect(sessions.map(\.state.phase) == [.retired])
  }
}
