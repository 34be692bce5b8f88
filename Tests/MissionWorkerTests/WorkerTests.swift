import CanonicalJSON
import EventLog
import EventProjections
import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// The loop around the missions.
@Suite(.timeLimit(.minutes(2))) struct WorkerTests {
  @Test func aWorkerRunsSeveralMissionsAtOnceAndEndsWhenIdle() async throws {
    let bench = try WorkerBench("echo x > x; sleep 0.3") { $0.concurrency = 4 }
    var ids: [MissionID] = []
    for _ in 0..<6 { ids.append(try await bench.dispatch()) }
    #expect(try await bench.work().completed == 6)
    for id in ids { #expect(try await bench.state(of: id).status == .completed) }
    let sessions = try await bench.fleet.sessions().sessions
    #expect(sessions.map(\.state.process) == [bench.options.process])
    #expect(sessions.map(\.state.phase) == [.retired])
  }

  @Test func onceIsOnce() async throws {
    let bench = try WorkerBench("echo x") {
      $0.untilIdle = false
      $0.once = true
    }
    let ids = [try await bench.dispatch(), try await bench.dispatch()]
    #expect(try await bench.work().completed == 1)
    #expect(try await bench.state(of: ids[1]).status == .queued)
  }

  @Test func aDrainingWorkerFinishesWhatRunsAndTakesNothingNew() async throws {
    let bench = try WorkerBench("echo x; sleep 0.5") { $0.untilIdle = false }
    let ids = [try await bench.dispatch(), try await bench.dispatch()]
    let worker = Worker(port: bench.port, options: bench.options)
    async let work = worker.run()
    try await bench.wait(for: ids[0]) { $0.startedAt != nil }
    worker.drain()
    #expect(try await work.completed == 1)
    #expect(try await bench.state(of: ids[1]).status == .queued)
    #expect(try await bench.fleet.sessions().sessions.map(\.state.phase) == [.retired])
  }

  @Test func aWorkerThatWasGivenUpOnLetsItsCommandFinishAndReports() async throws {
    let here = HostIdentity.system
    let bench = try WorkerBench("while [ ! -e done ]; do sleep 0.05; done; echo late") {
      $0.heartbeatSeconds = 0.05
      // No process has such an id, so that the reconciler takes the worker for dead.
      $0.process = WorkerProcess(
        machineID: here.machineID, bootID: here.bootID, pidNamespace: Int64(here.pidNamespace),
        pid: 4_194_305, processStart: 1)
    }
    let id = try await bench.dispatch()
    async let work = bench.work()
    try await bench.wait(for: id) { $0.startedAt != nil }
    // A heartbeat between judgement and verdict proves that it lives.
    while try await bench.state(of: id).status != .failed {
      _ = try await bench.fleet.reconcile(by: "test")
    }
    #expect(try await eventually { bench.port.refusals.contains(.leaseLost) })
    let path = "\(bench.options.workspaceRoot)/\(id)/done"
    try FileSystem.writeAtomically([], to: path)
    #expect(try await work.completed == 1)
    let state = try await bench.state(of: id)
    #expect(state.status == .completed)
    #expect(state.basis == .reported)
    #expect(
      try await bench.events(of: id).suffix(2)
        == ["vp.mission.reconciliation_reversed", "vp.mission.completed"])
  }

  @Test(arguments: [(2, MissionStatus.queued), (1, .failed)])
  func whatOutlastsTheDrainIsRequeuedOrFails(attempts: Int, status: MissionStatus) async throws {
    let bench = try WorkerBench("echo x; sleep 60") {
      $0.untilIdle = false
      $0.drainSeconds = 0.2
    }
    let id = try await bench.dispatch { $0.maxAttempts = attempts }
    let worker = Worker(port: bench.port, options: bench.options)
    async let work = worker.run()
    try await bench.wait(for: id) { $0.startedAt != nil }
    worker.drain()
    _ = try await work
    #expect(try await bench.state(of: id).status == status)
    if status == .failed { #expect(try await bench.state(of: id).failureMode == .workerShutdown) }
  }

  @Test(arguments: [false, true])
  func whatAnEarlierAttemptLeftIsTheMissionsToo(inTargetPath: Bool) async throws {
    let bench = try WorkerBench("[ -e report.md ] && exit 0; echo text > report.md; sleep 60") {
      $0.untilIdle = false
      $0.drainSeconds = 0.2
    }
    let target = bench.folder.path + "/target"
    try FileSystem.makePrivateDirectory(target)
    try FileSystem.writeAtomically(Array("old".utf8), to: target + "/old.txt")
    // What is changed from here on is told from that by its time, which files have as coarsely as
    // the kernel counts.
    let old = try FileSystem.info(target + "/old.txt").changed
    let later = bench.folder.file("later")
    let isLater = try await eventually {
      try FileSystem.writeAtomically([], to: later)
      return try FileSystem.info(later).changed > old
    }
    #expect(isLater)
    let id = try await bench.dispatch {
      $0.maxAttempts = 2
      $0.requiredOutputs = ["report.md"]
      if inTargetPath { $0.constraints = JSONText.object { $0.field("target_path", target) } }
    }
    let folder = inTargetPath ? target : "\(bench.options.workspaceRoot)/\(id)"
    let first = Worker(port: bench.port, options: bench.options)
    async let work = first.run()
    let report = folder + "/report.md"
    #expect(try await eventually { (try? FileSystem.info(report)) != nil })
    first.drain()
    _ = try await work
    #expect(try await bench.state(of: id).status == .queued)
    var options = bench.options
    options.untilIdle = true
    _ = try await Worker(port: bench.port, options: options).run()
    let state = try await bench.state(of: id)
    #expect(state.status == .completed)
    #expect(state.attempt == 2)
    #expect(state.outcome?.deliverables == ["report.md"])
  }

  @Test func aCommandThatIsNotThereIsRefusedBeforeAnythingIsClaimed() async throws {
    let bench = try WorkerBench("true") { $0.command = ["/nowhere/at/all"] }
    let id = try await bench.dispatch()
    await #expect(throws: MissionError.self) { try await bench.work() }
    #expect(try await bench.state(of: id).status == .queued)
  }

  @Test(arguments: [(nil, 40.0), (120, 40), (45, 15), (5, 5.0 / 3)])
  func heartbeatsComeWithinTheLease(lease: Double?, interval: Double) throws {
    #expect(try WorkerBench("true").options.heartbeatSeconds(within: lease) == interval)
  }

  @Test func heartbeatsComeByTheClock() async throws {
    let bench = try WorkerBench("while [ ! -e done ]; do sleep 0.02; done; echo done") {
      $0.heartbeatSeconds = 0.1
    }
    let id = try await bench.dispatch()
    async let work = bench.work()
    let haveCome = try await eventually {
      try await bench.events(of: id).count { $0 == "vp.mission.heartbeat" } >= 4
    }
    #expect(haveCome)
    try FileSystem.writeAtomically([], to: "\(bench.options.workspaceRoot)/\(id)/done")
    #expect(try await work.completed == 1)
  }

  @Test func theFilesOfATargetPathLieBelowAFolderOfTheMission() async throws {
    let bench = try WorkerBench("echo changed > old.txt; echo x > new.txt")
    let target = bench.folder.path + "/target"
    try FileSystem.makePrivateDirectory(target + "/.git")
    for name in ["old.txt", "same.txt", ".git/index"] {
      try FileSystem.writeAtomically(Array("old".utf8), to: "\(target)/\(name)")
    }
    let id = try await bench.dispatch {
      $0.constraints = JSONText.object { $0.field("target_path", target) }
    }
    try await bench.work()
    let state = try await bench.state(of: id)
    #expect(state.outcome?.resultRef == "workspace://\(target)")
    #expect(state.outcome?.deliverables == ["new.txt", "old.txt"])
    #expect(state.outcome?.receiptPath == ".missionlog/\(id)/mission_receipt.json")
    #expect(state.outcome?.markerPath == ".missionlog/\(id)/sync_ready.json")
  }

  @Test func aHomeThatLiesInTheTargetPathIsNoneOfTheMissionsFiles() async throws {
    let bench = try WorkerBench("mkdir sub; echo x > sub/new.txt")
    let target = bench.folder.path
    try FileSystem.makePrivateDirectory(target + "/home")
    try FileSystem.writeAtomically(Array("# none\n".utf8), to: target + "/home/config.yaml")
    let id = try await bench.dispatch {
      $0.constraints = JSONText.object { $0.field("target_path", target) }
    }
    try await bench.work()
    let receipt = try FileSystem.read(
      "\(target)/.missionlog/\(id)/mission_receipt.json", limit: 1 << 20)
    let text = String(decoding: receipt, as: UTF8.self)
    #expect(text.contains(#""path":"sub/new.txt""#))
    #expect(!text.contains(#""path":"home/"#))
  }

  @Test func aFileWhoseNameCantBeRecordedKeepsNoOtherFromIt() async throws {
    let bench = try WorkerBench("echo x > a.txt; echo x > \"$(printf 'b\\nc')\"; echo x > d.txt")
    let id = try await bench.dispatch()
    try await bench.work()
    #expect(try await bench.state(of: id).status == .completed)
    #expect(try await bench.events(of: id).count { $0 == "vp.mission.artifact" } == 2)
  }

  @Test func aRetryTakesUpTheFolderAndLeavesTheFirstReceiptAlone() async throws {
    let bench = try WorkerBench(
      "if [ -e half ]; then echo x > rest; else echo x > half; exit 1; fi")
    let first = try await bench.dispatch()
    try await bench.work()
    let second = try await bench.retry(first)
    #expect(try await bench.work().completed == 1)
    #expect(try await bench.state(of: second).outcome?.deliverables == ["rest"])
    #expect(try bench.file("mission_receipt.json", of: first).contains("\(first)"))
    let receipt = ".missionlog/\(second)/mission_receipt.json"
    #expect(try bench.file(receipt, of: first).contains("\(second)"))
  }

  @Test func aRetryOfOneThatNeverBeganTakesUpTheFolderBeforeIt() async throws {
    let bench = try WorkerBench(
      "if [ -e half ]; then echo x > rest; else echo x > half; exit 1; fi")
    let first = try await bench.dispatch()
    try await bench.work()
    let second = try await bench.retry(first)
    try await bench.cancel(second, reason: "not yet")
    let third = try await bench.retry(second)
    #expect(try await bench.work().completed == 1)
    #expect(try await bench.state(of: third).outcome?.deliverables == ["rest"])
  }

  @Test func aResultIsKeptAndSaidAgainWhereTheDiskFailedWhenItCame() async throws {
    let bench = try WorkerBench("echo x; while [ ! -e done ]; do sleep 0.05; done")
    let id = try await bench.dispatch()
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.startedAt != nil }
    let log = try await bench.fleet.writableLog(named: "vp").log
    #expect(throws: LogError.self) {
      try log.writeExclusivelyBlocking { _, _ -> Void in
        throw LogError(.io, "the disk has failed")
      }
    }
    try FileSystem.writeAtomically([], to: "\(bench.options.workspaceRoot)/\(id)/done")
    #expect(try await work.completed == 1)
    #expect(try await bench.state(of: id).status == .completed)
  }

  @Test(arguments: [
    MissionError.Code.ledgerReadOnly, .ledgerCorrupt, .ledgerFull, .notALedger, .schemaTooNew,
    .projectionOutdated, .unavailable, .unauthorized, .configInvalid, .internalError,
  ])
  func aResultIsSaidUntilItIsTakenWhateverAilsTheLedger(_ code: MissionError.Code) async throws {
    let bench = try WorkerBench("echo x; while [ ! -e done ]; do sleep 0.02; done")
    let id = try await bench.dispatch()
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.startedAt != nil }
    bench.port.failNext(3, with: MissionError(code, "until somebody mends it"))
    try FileSystem.writeAtomically([], to: "\(bench.options.workspaceRoot)/\(id)/done")
    #expect(try await work.completed == 1)
    #expect(try await bench.state(of: id).status == .completed)
  }

  @Test func aCommandIsNotStartedBeforeTheLedgerKnowsOfIt() async throws {
    let bench = try WorkerBench("echo x")
    let id = try await bench.dispatch()
    bench.port.failNext(3, with: MissionError(.ledgerReadOnly, "until somebody mends it"))
    #expect(try await bench.work().completed == 1)
    #expect(try await bench.state(of: id).status == .completed)
  }

  @Test func aForcedCancelStopsTheCommandOfTheFencedWorker() async throws {
    let bench = try WorkerBench("echo x; sleep 60")
    let id = try await bench.dispatch()
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.startedAt != nil }
    _ = try await bench.fleet.cancel(id, force: true, .orchestrator(session: "s1"))
    _ = try await work
    #expect(try await bench.state(of: id).status == .cancelled)
  }

  @Test func aWorkerThatLostItsLeaseLeavesNoReceipt() async throws {
    let bench = try WorkerBench("echo x; sleep 60") { $0.heartbeatSeconds = 0.05 }
    let id = try await bench.dispatch()
    async let work: WorkerSummary = bench.work()
    try await bench.wait(for: id) { $0.startedAt != nil }
    bench.port.failNext(1, with: MissionError(.leaseLost, "another holds it"))
    _ = try await work
    let workspace = "\(bench.options.workspaceRoot)/\(id)"
    #expect(try FileSystem.info(workspace).kind == .folder)
    #expect(throws: PlatformError.self) { try FileSystem.info(workspace + "/mission_receipt.json") }
  }

  @Test func aLinkThatWasTurnedAfterTheDispatchEndsTheMissionBeforeItStarts() async throws {
    let bench = try WorkerBench("echo x > made") { options in
      options.workspaceGuard = WorkspaceGuard(
        guardsAll: true, handoffRoot: options.homePath + "/handoff",
        blockedRoots: [options.homePath])
    }
    let link = bench.folder.file("link")
    let target = bench.folder.file("target")
    try FileSystem.makePrivateDirectory(target)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    let dispatch = {
      try await bench.dispatch {
        $0.constraints = JSONText.object { $0.field("target_path", link + "/new") }
      }
    }
    let good = try await dispatch()
    #expect(try await bench.work().completed == 1)
    #expect(try await bench.state(of: good).status == .completed)
    let bad = try await dispatch()
    try FileSystem.removeFile(link)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: bench.fleet.home.path)
    #expect(try await bench.work().failed == 1)
    let state = try await bench.state(of: bad)
    #expect(state.failureMode == .workspaceGuard && state.startedAt == nil)
    #expect(state.outcome?.resultRef == nil)
    #expect(throws: PlatformError.self) { try FileSystem.info(bench.fleet.home.path + "/new") }
  }

  @Test func whyNothingCanBeClaimedIsToldOnceForAsLongAsItLasts() throws {
    let told = Condition<[WorkerNotice]>([])
    let bench = try WorkerBench("true") { $0.notice = { said in told.change { $0.append(said) } } }
    let worker = Worker(port: bench.port, options: bench.options)
    let away = MissionError(.vpDBLocked, "held")
    let other = MissionError(.vpDBLocked, "held by another")
    for delay in [away, other, nil, away] { worker.tell(delay: delay) }
    #expect(told.withLock { $0 } == [.claimDelayed(away), .claimDelayed(away)])
  }

  @Test func aWorkerThatIsToldASecondTimeSaysThatItEnds() throws {
    let told = Condition<[WorkerNotice]>([])
    let bench = try WorkerBench("true") { $0.notice = { said in told.change { $0.append(said) } } }
    let worker = Worker(port: bench.port, options: bench.options)
    worker.drain()
    worker.drain()
    #expect(told.withLock { $0 } == [.draining(running: 0), .ending(running: 0)])
  }

  @Test func whateverTheCommandSaysInVainIsToldInOneWay() async throws {
    let told = Condition<[String]>([])
    let lines = [#"{"missionlog":"artifact","path":"nope"}"#, #"{"missionlog":"foo"}"#]
    let bench = try WorkerBench(lines.map { "echo '\($0)';" }.joined() + "echo done") {
      $0.notice = { said in
        if case .refused(_, let error) = said { told.change { $0.append(error.message) } }
      }
    }
    let id = try await bench.dispatch()
    try await bench.work()
    let said = told.withLock { $0 }.sorted()
    #expect(said.count == 2)
    #expect(said.first?.hasPrefix("an instruction that is not understood, missionlog must") == true)
    #expect(
      said.last
        == "the artifact nope is not in the workspace \(bench.options.workspaceRoot)/\(id)")
    let log = try bench.file("output.log", of: id)
    for message in said { #expect(log.contains("missionlog: refused: \(message)\n")) }
  }

  @Test func theSummaryIsTheLastThatTheCommandSaidWhateverWasRecorded() async throws {
    let bench = try WorkerBench(
      #"for step in 1 2; do echo '{"missionlog":"progress","summary":"step '$step'"}'; done"#)
    bench.port.happen { report in
      guard case .progress(let said) = report, said.summary == "step 2" else { return }
      throw MissionError(.validationError, "not now")
    }
    let state = try await bench.end()
    #expect(state.progress?.summary == "step 1")
    #expect(state.outcome?.message == "step 2")
  }

  @Test func theSummaryIsTheLastOfManyThatAreSaidFasterThanTheyAreRecorded() async throws {
    let bench = try WorkerBench(
      #"for step in $(seq 100); do echo '{"missionlog":"progress","summary":"s'$step'"}'; done"#)
    let state = try await bench.end()
    #expect(state.progress?.summary == "s100")
    #expect(state.outcome?.message == "s100")
  }

  @Test func theSummaryMayComeFromAnotherProcessInTheWorkersName() async throws {
    let bench = try WorkerBench(
      #"echo '{"missionlog":"progress","summary":"first"}'; until [ -e on ]; do sleep 0.02; done"#
    ) {
      $0.heartbeatSeconds = 0.05
    }
    let id = try await bench.dispatch()
    async let work = bench.work()
    try await bench.wait(for: id) { $0.progress?.summary == "first" }
    let token = try #require(try await bench.state(of: id).lastToken)
    let seen = try await bench.fleet.report(
      .progress(ProgressReport(summary: "second")), on: id, as: token, .worker("w1"))
    try await bench.wait(for: id) { $0.version > seen.state.version }
    try FileSystem.writeAtomically([], to: "\(bench.options.workspaceRoot)/\(id)/on")
    _ = try await work
    #expect(try await bench.state(of: id).outcome?.message == "second")
  }

  @Test func aFullDiskIsNothingToDoOnlyWhenThereIsNothing() async throws {
    let bench = try WorkerBench("echo x")
    let id = try await bench.dispatch()
    bench.port.failClaims(1, with: MissionError(.ledgerFull, "full"))
    #expect(try await bench.work().completed == 1)
    #expect(try await bench.state(of: id).status == .completed)
  }
}
