import MissionControl
import MissionModel
import MissionReplay
import MissionTesting
import Platform
import Testing

/// What `why` tells of the worker of a mission that was ended over its head.
@Suite struct FleetWhyTests {
  private let clock = TestClock()
  private let fleet: Fleet
  private let home: TemporaryHome

  init() throws {
    home = try TemporaryHome(clock: clock)
    let here = HostIdentity(
      machineID: "m", bootID: "b", pidNamespace: 4, hostName: "here",
      process: ProcessIdentity(pid: 1, startTime: 1))
    let table = ProcessTable(
      entry: { pid in
        ProcessTable.Entry(
          identity: ProcessIdentity(pid: pid, startTime: Int64(pid)), parent: 1, group: 1,
          state: "T")
      }, pids: { [77] }, environment: { _ in nil })
    fleet = home.fleet(host: here, processes: table)
  }

  private func claimed() async throws -> MissionID {
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
    var claim = ClaimRequest(vp: .general, worker: .first)
    claim.process = WorkerProcess(
      machineID: "m", bootID: "b", pidNamespace: 4, pid: 77, processStart: 77, host: "here")
    return try #require(try await fleet.claim(claim, .worker("w1"))).state.facts.missionID
  }

  private func why(_ id: MissionID) async throws -> Why {
    try await Replay(fleet).why(try await fleet.get(id, GetRequest()).mission)
  }

  @Test func aVerdictOnASilentWorkerIsShownBesideItsProcess() async throws {
    let id = try await claimed()
    clock.advance(seconds: 1_000)
    var reconciler = ReconcilerRole(fleet, by: "test")
    #expect(!reconciler.step().isEmpty)
    let why = try await why(id)
    #expect(why.live?.sentence == "process 77 is stopped")
    #expect(why.outlook == nil)
  }

  @Test func aCancelThatItsWorkerNeverObeyedIsShownBesideItsProcess() async throws {
    let id = try await claimed()
    _ = try await fleet.cancel(id, .tester)
    clock.advance(seconds: 61)
    var reconciler = ReconcilerRole(fleet, by: "test")
    #expect(!reconciler.step().isEmpty)
    let why = try await why(id)
    #expect(why.live?.process == .alive)
    #expect(why.rules.first?.description.hasSuffix("its worker never said that it stopped") == true)
  }

  @Test func whatItsWorkerReportedAfterACancelIsAmongWhatIsKnown() async throws {
    let id = try await claimed()
    _ = try await fleet.cancel(id, .tester)
    clock.advance(seconds: 61)
    var reconciler = ReconcilerRole(fleet, by: "test")
    #expect(!reconciler.step().isEmpty)
    try await reportTooLate(id)
    let why = try await why(id)
    #expect(
      why.rules.map(\.description) == [
        "it ended cancelled: an orchestrator or a person said so, which is final",
        "its worker reported completed afterwards, which is kept and changes nothing",
      ])
    #expect(why.events.last?.type == "vp.mission.late_report")
    #expect(why.live == nil)
    let mission = try await fleet.get(id, GetRequest()).mission
    #expect(NextCommand(mission, seeing: why.live)?.purpose == "to try again")
  }

  @Test func whatItsWorkerReportedAfterARetryIsAmongWhatIsKnown() async throws {
    let id = try await claimed()
    clock.advance(seconds: 1_000)
    var reconciler = ReconcilerRole(fleet, by: "test")
    #expect(!reconciler.step().isEmpty)
    _ = try await fleet.retry(id, RetryRequest(), .tester)
    try await reportTooLate(id)
    let why = try await why(id)
    #expect(
      why.rules.last?.description
        == "its worker reported completed afterwards, which is kept and changes nothing")
    #expect(why.events.last?.type == "vp.mission.late_report")
  }

  private func reportTooLate(_ id: MissionID) async throws {
    let token = FencingToken(worker: .first, attempt: 1)
    let finish = WorkerReport.completed(MissionOutcome(message: "done anyway"))
    await #expect(throws: MissionError.self) {
      _ = try await fleet.report(finish, on: id, as: token, .worker("w1"))
    }
  }

  @Test func whatItsWorkerEndedIsNoMatterOfProcesses() async throws {
    let id = try await claimed()
    let token = FencingToken(worker: .first, attempt: 1)
    let finish = WorkerReport.completed(MissionOutcome(message: "done"))
    _ = try await fleet.report(finish, on: id, as: token, .worker("w1"))
    #expect(try await why(id).live == nil)
  }

  @Test func aPauseIsAmongWhatKeepsAMissionWaiting() async throws {
    let id = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
      .mission.state.facts.missionID
    _ = try await fleet.pause(.general, reason: "repairs", .tester)
    let events = try await why(id).events
    #expect(events.map(\.type) == ["vp.mission.dispatched", "vp.queue.paused"])
    #expect(events.last?.summary.words?.contains("repairs") == true)
    _ = try await fleet.resume(.general, .tester)
    #expect(try await why(id).events.map(\.type) == ["vp.mission.dispatched"])
  }
}
