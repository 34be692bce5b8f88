import EventLog
import EventProjections
import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct LaneHealthTests {
  /// A bench whose coder ledger is something else.
  private func sickBench() async throws -> (Bench, sick: Fleet, id: MissionID) {
    let bench = try Bench()
    let id = try await bench.dispatch()
    let sick = bench.home.fleet("lanes: {coder: {ledger: sick.db}}")
    try FileSystem.writeAtomically(
      Array(repeating: 0x41, count: 8_192), to: bench.home.home.path + "/sick.db")
    return (bench, sick, id)
  }

  @Test func aSickLedgerLeavesTheOthersWorking() async throws {
    let (bench, sick, id) = try await sickBench()
    let request = DispatchRequest(vpID: .general, objective: "x")
    let sent = try await sick.dispatch(request, .tester)
    let list = try await sick.list(ListRequest())
    #expect(try await bench.fleet.list(ListRequest()).missions.count == 2)
    #expect(list.missions.map(\.id) == [sent.mission.id, id])
    // The first is of the file that the lane had before.
    #expect(list.warnings.map(\.ledger) == [nil, "coder"])
    #expect(list.warnings.last?.error?.code == .notALedger)
    #expect(try await sick.vps().vps.map(\.vpID) == [.general])
    let status = try await sick.status()
    #expect(status.ledgers.map { $0.error?.code } == [.notALedger, nil, nil])
    #expect(!status.isQuiet)
  }

  @Test func anUnknownVPIsToldOfThoseOfASickLaneToo() async throws {
    let (bench, sick, _) = try await sickBench()
    let request = DispatchRequest(vpID: try #require(VPID("vp.nobody")), objective: "x")
    let error = await #expect(throws: MissionError.self) {
      try await sick.dispatch(request, .tester)
    }
    #expect(error?.message.contains("there are vp.coder.primary, vp.general.primary") == true)
    #expect(try await bench.heads()["vp"] == 1)
  }

  @Test func whatIsSaidOfASickLedgerNamesItOnce() async throws {
    let (bench, sick, _) = try await sickBench()
    var warnings = try await sick.reconcile(by: "tester", acting: false).warnings
    warnings += try await sick.list(ListRequest()).warnings
    let said = warnings.filter { $0.ledger != nil }.map(\.message)
    #expect(said.count == 2 && !bench.home.home.path.isEmpty)
    #expect(said.allSatisfy { $0.components(separatedBy: "ledger coder").count == 2 })
  }

  @Test func anIDThatIsNotFoundGetsTheSickLedgersError() async throws {
    let (bench, sick, id) = try await sickBench()
    let none = try #require(MissionID("vp-mission-none"))
    #expect(await refusal { _ = try await sick.get(none) } == .notALedger)
    #expect(await refusal { _ = try await sick.mission(matching: "none") } == .notALedger)
    #expect(try await sick.get(id).mission.id == id)
    #expect(await refusal { _ = try await bench.fleet.get(none) } == .notFound)
  }

  @Test func aSessionThatIsNotFoundGetsTheSickLedgersError() async throws {
    let (bench, sick, _) = try await sickBench()
    let none = SessionID(vp: .general, worker: .first)
    #expect(await refusal { _ = try await sick.knownSession(none) } == .notALedger)
    #expect(await refusal { _ = try await bench.fleet.knownSession(none) } == .notFound)
  }

  @Test func aSessionIsFoundThoughItsVPHasAnotherLaneByNow() async throws {
    let bench = try Bench()
    _ = try await bench.running()
    let id = SessionID(vp: .general, worker: .first)
    let moved = bench.home.fleet("vps: {vp.general.primary: {lane: coder}}")
    #expect(try await moved.knownSession(id).lane == "vp")
  }

  @Test func aPartOfAnIDIsFoundBesideASickLedger() async throws {
    let (bench, sick, id) = try await sickBench()
    #expect(try await sick.mission(matching: String(id.rawValue.suffix(8))) == id)
    #expect(try await bench.fleet.mission(matching: String(id.rawValue.suffix(8))) == id)
  }

  @Test func aPartThatIsTooShortIsToldSo() async throws {
    let bench = try Bench()
    try await bench.dispatch()
    do {
      _ = try await bench.fleet.mission(matching: "abc")
      Issue.record("three characters named a mission")
    } catch let error as MissionError {
      #expect(error.code == .notFound && error.message.contains("at least 4 characters"))
    }
  }

  @Test func cursorsThatCanNotBeMovedAtAllAreAnError() async throws {
    let (bench, _, _) = try await sickBench()
    let sick = bench.home.fleet("lanes: {runtime: {ledger: sick.db}}")
    let code = await refusal { _ = try await sick.moveCursor(to: .zero, of: nil, .tester) }
    #expect(code == .notALedger)
  }

  @Test func theBridgeAndFeedsNameALedgerThatNoLaneNames() async throws {
    let (bench, sick, _) = try await sickBench()
    let said = [
      try await sick.bridgeMetrics().warnings, try await sick.auditBridge().warnings,
      try await sick.readFeed(FeedRequest(session: "s")).warnings,
    ]
    for warnings in said {
      #expect(
        warnings.allSatisfy { [.ledgerUnavailable, .bridgeStopped].contains($0.kind) },
        "\(warnings)")
      #expect(warnings.count { $0.ledger == nil } == 1, "\(warnings)")
    }
    #expect(try await bench.fleet.bridgeMetrics().warnings.isEmpty)
  }

  @Test func aWriteToTheSickLedgerSaysWhatIsWrong() async throws {
    let (bench, sick, _) = try await sickBench()
    let request = DispatchRequest(vpID: .coder, objective: "x")
    #expect(await refusal { _ = try await sick.dispatch(request, .tester) } == .notALedger)
    #expect(try await bench.heads()["coder"] == 0)
  }

  @Test func aLockHeldElsewhereIsNamedWithItsHolder() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    let path = bench.home.home.path + "/vp_state.db.lock"
    let holder = try SideLock(path: path)
    try await Task.detached { try holder.acquire() }.value
    defer { holder.release() }
    let impatient = bench.home.fleet("busy_timeout: 0.1\n")
    do {
      _ = try await impatient.cancel(id, .tester)
      Issue.record("nothing was refused")
    } catch let error as MissionError {
      #expect(error.code == .vpDBLocked && error.retryable && error.retryAfterMs != nil)
      #expect(error.message.contains("process \(ProcessIdentity.current.pid), this one"))
    }
    let coder = DispatchRequest(vpID: .coder, objective: "x")
    _ = try await bench.fleet.dispatch(coder, .tester)
    #expect(try await impatient.list(ListRequest()).missions.count == 2)
  }

  @Test func aLockThatKeepsALedgerFromBeingMadeForLongIsToldOfIt() async throws {
    let clock = TestClock()
    let bench = try Bench("busy_timeout: 0.1\n", clock: clock)
    try FileSystem.makePrivateDirectory(bench.home.home.path)
    let holder = try SideLock(path: bench.home.home.path + "/vp_state.db.lock")
    try await Task.detached { try holder.acquire() }.value
    defer { holder.release() }
    for code in [nil, .vpDBLocked] as [MissionError.Code?] {
      #expect(await refusal { try await bench.dispatch() } == .vpDBLocked)
      clock.advance(seconds: 31)
      let statuses = try await bench.fleet.ledgerStatuses()
      #expect(statuses.map { $0.obstacle?.code } == [nil, nil, code])
    }
  }

  @Test func anUnfinishedHomeIsCompletedByTheNextWriter() async throws {
    let bench = try Bench()
    try FileSystem.makePrivateDirectory(bench.home.home.path)
    #expect(await refusal { _ = try await bench.fleet.list(ListRequest()) } == .notFound)
    try await bench.dispatch()
    #expect(try await bench.fleet.ledgerStatuses().allSatisfy { $0.error == nil })
    for name in ["vp_state.db", "coder_vp_state.db", "runtime_state.db"] {
      #expect(try FileSystem.info(bench.home.home.path + "/" + name).mode == 0o600)
    }
    #expect(try FileSystem.info(bench.home.home.path).mode == 0o700)
  }

  @Test func initializingMakesEverythingOnce() async throws {
    let bench = try Bench()
    let made = try await bench.fleet.initialize()
    #expect(made.count == 5)
    #expect(bench.home.home.configuration().problems.isEmpty)
    #expect(try await bench.fleet.initialize().isEmpty)
  }

  @Test func aLaneOfItsOwnHasItsOwnLedger() async throws {
    let bench = try Bench("lanes: {video: {}}\nvps: {vp.video: {lane: video}}\n")
    let vp = try #require(VPID("vp.video"))
    let id = try await bench.dispatch(to: vp)
    #expect(try await bench.fleet.get(id).mission.lane == "video")
    #expect(try await bench.heads() == ["coder": 0, "runtime": 0, "video": 1, "vp": 0])
  }

  @Test func aLedgerThatIsDamagedInsideStopsOnlyItsOwn() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    let lost = try await bench.dispatch(to: .coder)
    bench.fleet.close()
    try bench.home.damage("coder_vp_state.db")
    let fleet = bench.home.fleet()
    #expect(try await fleet.list(ListRequest()).missions.map(\.id) == [id])
    #expect(await refusal { _ = try await fleet.get(lost) } == .ledgerCorrupt)
    #expect(
      await refusal { _ = try await fleet.get(MissionID("vp-mission-none") ?? lost) }
        == .ledgerCorrupt)
    let (logs, warnings) = try await fleet.logs()
    #expect(logs.map(\.log.name) == ["runtime", "vp"])
    #expect(warnings.map(\.error?.code) == [.ledgerCorrupt])
    #expect(warnings.first?.message.components(separatedBy: "ledger coder").count == 2)
  }

  @Test func aDiskThatFailedIsAnAnswerToTryAgainAndTheNextCallSucceeds() async throws {
    let bench = try Bench()
    try await bench.dispatch()
    let log = try await bench.fleet.writableLog(named: "vp").log
    #expect(throws: LogError.self) {
      try log.writeExclusivelyBlocking { _, _ -> Void in
        throw LogError(.io, "the disk has failed")
      }
    }
    let code = await refusal { _ = try await bench.dispatch("again") }
    #expect(code == .unavailable)
    #expect(try await bench.heads()["vp"] == 1)
    try await bench.dispatch("again")
    #expect(try await bench.heads()["vp"] == 2)
  }

  @Test func aMistakeInALaneIsNeverAMissionThatIsNotFound() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch()
    let odd = bench.home.fleet("lanes: {video: {ledger: ../x.db}}")
    #expect(try await odd.get(id).mission.id == id)
    let none = try #require(MissionID("vp-mission-none"))
    #expect(await refusal { _ = try await odd.get(none) } == .configInvalid)
    #expect(await refusal { _ = try await odd.mission(matching: "none") } == .configInvalid)
    #expect(await refusal { _ = try await odd.cancel(id, .tester) } == .configInvalid)
  }
}
