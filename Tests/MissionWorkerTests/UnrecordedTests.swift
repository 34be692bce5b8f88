import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// Attempts whose end the fleet does not take: a worker waits for what may pass, and for nothing
/// else.
@Suite(.timeLimit(.minutes(2))) struct UnrecordedTests {
  /// A command that works until it is told to go on.
  private static let script = "echo x; while [ ! -e ../go ]; do sleep 0.02; done"

  private func go(_ bench: WorkerBench) throws {
    try FileSystem.writeAtomically([], to: bench.options.workspaceRoot + "/go")
  }

  /// Appends an end of the mission as a newer build would.
  private func end(_ id: MissionID, _ bench: WorkerBench) async throws {
    var event = NewEvent(
      type: MissionEventType.completed.rawValue, payload: try JSONText("{}"), actor: "newer")
    event.schema = 2
    let newer = event
    let log = try await bench.fleet.writableLog(named: "vp")
    try await log.write { try $0.append(newer, to: id.stream) }
  }

  @Test func aMissionThatANewerBuildMayHaveEndedKeepsNoOtherFromItsWorker() async throws {
    let told = Condition<[WorkerNotice]>([])
    let bench = try WorkerBench(Self.script) {
      $0.notice = { said in told.change { $0.append(said) } }
    }
    let unread = try await bench.dispatch()
    let next = try await bench.dispatch()
    async let work = bench.work()
    try await bench.wait(for: unread) { $0.startedAt != nil }
    try await end(unread, bench)
    try go(bench)
    let summary = try await work
    #expect(summary.completed == 1 && summary.failed == 0)
    #expect(try await bench.state(of: unread).status == .running)
    #expect(try await bench.state(of: next).status == .completed)
    #expect(try await bench.fleet.sessions().sessions.map(\.state.phase) == [.retired])
    // Once, and that it ended is not said as if it were recorded.
    let said = told.withLock { $0 }.filter { notice in
      switch notice {
      case .claimed(let id, _, _), .ended(let id, _), .waiting(let id, _), .refused(let id, _),
        .unrecorded(let id, _, _), .refusedMore(let id, _),
        .fileLost(let id, _):
        id == unread
      case .claimDelayed, .draining, .ending: false
      }
    }
    #expect(said.count == 2)
    guard case .unrecorded(_, .completed, let error)? = said.last else {
      Issue.record("\(said)")
      return
    }
    #expect(error.code == .eventSchemaTooNew)
  }

  @Test func whoWantsThatMissionAloneIsToldThatItsEndIsNotRecorded() async throws {
    let bench = try WorkerBench(Self.script)
    let id = try await bench.dispatch()
    var options = bench.options
    options.onlyMission = id
    let worker = Worker(port: bench.port, options: options)
    async let work = worker.run()
    try await bench.wait(for: id) { $0.startedAt != nil }
    try await end(id, bench)
    try go(bench)
    do {
      _ = try await work
      Issue.record("it ended as if all were well")
    } catch let error as MissionError {
      #expect(error.code == .eventSchemaTooNew)
    }
  }

  @Test func aCommandIsNotStartedOnceANewerBuildMayHaveEndedItsMission() async throws {
    let bench = try WorkerBench("echo x > x")
    let unread = try await bench.dispatch()
    let next = try await bench.dispatch()
    bench.port.happen { [self] report in
      guard case .started = report, try await bench.state(of: next).status == .queued else {
        return
      }
      try await end(unread, bench)
    }
    #expect(try await bench.work().completed == 1)
    #expect(throws: PlatformError.self) {
      try FileSystem.info("\(bench.options.workspaceRoot)/\(unread)/x")
    }
    #expect(try await bench.state(of: next).status == .completed)
  }

  @Test(arguments: [
    MissionError.Code.ledgerCorrupt, .ledgerReadOnly, .notALedger, .unauthorized, .internalError,
  ])
  func aWorkerThatIsToldToEndWaitsForNobodyToMendALedger(code: MissionError.Code) async throws {
    let end = try await toldToEnd { $0.failNext(1_000, with: MissionError(code, "for good")) }
    #expect(end.completed == 0 && end.mission.status == .running)
    guard case .unrecorded(end.mission.facts.missionID, .completed, let error)? = end.said.last
    else {
      Issue.record("\(end.said)")
      return
    }
    #expect(error.code == code)
  }

  @Test func aWorkerThatIsToldToEndStillWaitsForALockedLedger() async throws {
    let end = try await toldToEnd { $0.failNext(4) }
    #expect(end.completed == 1 && end.mission.status == .completed)
  }

  @Test func aWorkerThatIsToldToEndNowDoesNotWaitForALedgerThatStaysLocked() async throws {
    let end = try await toldToEnd { $0.failNext(1_000) }
    #expect(end.completed == 0 && end.mission.status == .running)
  }

  @Test(arguments: [false, true])
  func aWorkerThatIsToldToEndNowDoesNotWaitForAFleetThatDoesNotAnswer(
    hasMission: Bool
  ) async throws {
    let bench = try WorkerBench(Self.script) {
      $0.untilIdle = false
      $0.lastCallSeconds = 0.5
    }
    let id = hasMission ? try await bench.dispatch() : nil
    let worker = Worker(port: bench.port, options: bench.options)
    async let work = worker.run()
    if let id {
      try await bench.wait(for: id) { $0.startedAt != nil }
    } else {
      let session = bench.options.session
      #expect(try await eventually { (try? await bench.fleet.session(session)) != nil })
    }
    bench.port.hang()
    worker.drain()
    worker.drain()
    let summary = try await work
    #expect(summary.wasStopped && summary.completed == 0)
  }

  /// Tells a worker to end, twice, while its mission's end is not taken: how the mission is then,
  /// how many the worker says that it completed, and what else it said.
  private func toldToEnd(
    _ refuse: (FaultyPort) -> Void
  ) async throws -> (mission: MissionState, completed: Int, said: [WorkerNotice]) {
    let told = Condition<[WorkerNotice]>([])
    let bench = try WorkerBench(Self.script) {
      $0.untilIdle = false
      $0.lastCallSeconds = 1
      $0.notice = { said in told.change { $0.append(said) } }
    }
    let id = try await bench.dispatch()
    let worker = Worker(port: bench.port, options: bench.options)
    async let work = worker.run()
    try await bench.wait(for: id) { $0.startedAt != nil }
    refuse(bench.port)
    try go(bench)
    #expect(try await eventually { told.withLock { $0.contains { $0.isWaiting } } })
    worker.drain()
    worker.drain()
    let completed = try await work.completed
    return (try await bench.state(of: id), completed, told.withLock { $0 })
  }
}

extension WorkerNotice {
  fileprivate var isWaiting: Bool {
    if case .waiting = self { true } else { false }
  }
}
