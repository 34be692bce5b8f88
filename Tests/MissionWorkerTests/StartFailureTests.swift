import CanonicalJSON
import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Synchronization
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
    let drained = Mutex<[Int]>([])
    let bench = try bench {
      $0.notice = { notice in
        if case .draining(let running) = notice { drained.withLock { $0.append(running) } }
      }
    }
    let id = try await bench.dispatch { $0.maxAttempts = attempts }
    let other = try await bench.dispatch { $0.objective = "another" }
    let error = await #expect(throws: MissionError.self) { try await bench.work() }
    #expect(error?.code == .ledgerReadOnly)
    #expect(error?.message.hasPrefix("starting the command failed") == true)
    let state = try await bench.state(of: id)
    #expect(state.status == status && state.attempt == 1)
    if status == .failed {
      #expect(state.failureMode == .subprocessCrash && state.outcome != nil)
      #expect(state.outcome?.resultRef == nil)
    }
    if status == .queued {
      let event = try #require(try await bench.fleet.get(id).events.last)
      #expect("\(event.payload)".contains("starting the command failed"))
    }
    #expect(drained.withLock(\.self) == [0])
    #expect(try await bench.state(of: other).attempt == 0)
    let session = try #require(try await bench.fleet.sessions().sessions.first?.state)
    #expect(session.lastError == error?.message)
  }

  @Test func whoWantsThatMissionAloneIsToldByTheMission() async throws {
    let bench = try bench()
    let id = try await bench.dispatch { $0.maxAttempts = 3 }
    var options = bench.options
    options.onlyMission = id
    let summary = try await Worker(port: bench.port, options: options).run()
    #expect(summary.failed == 1 && !summary.wasStopped)
    let state = try await bench.state(of: id)
    #expect(state.failureDetail?.contains("errno") == true)
  }

  @Test(arguments: ["objective.md", "output.log", "."])
  func whatLiesInItsOwnWayFailsAMissionAndEndsNoWorker(name: String) async throws {
    let bench = try WorkerBench("echo x")
    let id = try await bench.dispatch { $0.maxAttempts = 3 }
    let other = try await bench.dispatch { $0.objective = "another" }
    let folder = "\(bench.options.workspaceRoot)/\(id)"
    if name == "." {
      try FileSystem.makePrivateDirectory(bench.options.workspaceRoot)
      try FileSystem.writeAtomically([], to: folder)
    } else {
      try FileSystem.makePrivateDirectory("\(folder)/\(name)")
    }
    let summary = try await bench.work()
    #expect((summary.failed, summary.completed) == (1, 1))
    let state = try await bench.state(of: id)
    #expect(state.failureMode == .subprocessCrash && state.attempt == 1)
    // What lies in the folder is told of; where there is none, none is named.
    #expect(state.outcome?.resultRef == (name == "." ? nil : "workspace://" + folder))
    #expect(try await bench.state(of: other).status == .completed)
    #expect(try FileSystem.names(in: bench.options.workspaceRoot).count == 2)
  }

  @Test func aTargetPathThatCanNotBeMadeFailsItsMissionAlone() async throws {
    let bench = try WorkerBench("echo x")
    let file = bench.folder.file("file")
    try FileSystem.writeAtomically([], to: file)
    let state = try await bench.end {
      $0.maxAttempts = 3
      $0.constraints = .object { $0.field("target_path", file + "/below") }
    }
    #expect(state.failureMode == .subprocessCrash && state.attempt == 1)
  }
}
