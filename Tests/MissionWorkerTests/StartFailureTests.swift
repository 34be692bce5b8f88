import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// A worker that can start no command.
@Suite struct StartFailureTests {
  /// A worker whose workspaces can't be made.
  private func bench(_ configure: (inout WorkerOptions) -> Void = { _ in }) throws -> WorkerBench {
    let bench = try WorkerBench("echo x", configure)
    try FileSystem.writeAtomically([], to: bench.options.workspaceRoot)
    return bench
  }

  @Test(arguments: [(3, MissionStatus.queued), (1, .failed)])
  func itGivesTheMissionBackWhileAttemptsAreLeft(attempts: Int, status: MissionStatus) async throws
  {
    let bench = try bench()
    let id = try await bench.dispatch { $0.maxAttempts = attempts }
    let other = try await bench.dispatch { $0.objective = "another" }
    let error = await #expect(throws: MissionError.self) { try await bench.work() }
    #expect(error?.code == .ledgerReadOnly)
    #expect(error?.message.hasPrefix("starting the command failed") == true)
    let state = try await bench.state(of: id)
    #expect(state.status == status && state.attempt == 1)
    if status == .failed { #expect(state.failureMode == .subprocessCrash) }
    #expect(try await bench.state(of: other).attempt == 0)
    let session = try #require(try await bench.fleet.sessions().sessions.first?.state)
    #expect(session.lastError == error?.message)
  }

  @Test func whoWantsThatMissionAloneIsToldByTheMission() async throws {
    let bench = try bench()
    let id = try await bench.dispatch()
    var options = bench.options
    options.onlyMission = id
    #expect(try await Worker(port: bench.port, options: options).run().failed == 1)
  }
}
