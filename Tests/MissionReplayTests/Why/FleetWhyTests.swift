import CanonicalJSON
import EventLog
import MissionControl
import MissionModel
import MissionReplay
import MissionTesting
import Platform
import Testing

/// What `why` tells of others: of the worker of a mission that was ended over its head, of what it
/// waits for.
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
          identity: ProcessIdentity(pid: pid, startTime: Int64(pid)), parent: 1,
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
    #expect(
      why.rules.first?.description.hasSuffix("its worker never reported that it stopped") == true)
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

  /// The command that `why` leads to.
  private func next(_ id: MissionID) async throws -> [String]? {
    let mission = try await fleet.get(id).mission
    let why = try await Replay(fleet).why(mission)
    return NextCommand(mission, seeing: why.live, behind: why.holders.first)?.words
  }

  private func dispatched(
    to vp: VPID = .general, constraints: JSONText = .emptyObject
  ) async throws -> MissionID {
    var request = DispatchRequest(vpID: vp, objective: "y")
    request.constraints = constraints
    return try await fleet.dispatch(request, .tester).mission.state.facts.missionID
  }

  @Test func whoHasItsVPsRoomIsAmongWhatKeepsAMissionWaiting() async throws {
    let holder = try await claimed()
    let waiting = try await dispatched()
    let why = try await why(waiting)
    #expect(
      why.rules.map(\.description) == [
        "it is queued and waits: concurrency", "its VP's capacity is taken by \(holder) (running)",
      ])
    #expect(why.events.map(\.type) == ["vp.mission.claimed", "vp.mission.dispatched"])
    #expect(try await next(waiting) == ["wait", waiting.rawValue])
    let token = FencingToken(worker: .first, attempt: 1)
    let question = WorkerReport.blocked(question: "which?")
    _ = try await fleet.report(question, on: holder, as: token, .worker("w1"))
    #expect(try await next(waiting) == ["answer", holder.rawValue, "TEXT"])
  }

  @Test func oneWhoseClaimIsDamagedIsNamedAllTheSame() async throws {
    let holder = try await claimed()
    let waiting = try await dispatched()
    let claim =
      "SELECT max(e.position) FROM events e JOIN names n ON n.id = e.type WHERE n.name = 'vp.mission.claimed'"
    let damage = try OtherProgram.run(
      "/usr/bin/sqlite3",
      [
        home.home.path + "/vp_state.db",
        "DROP TRIGGER events_no_update; UPDATE events SET trace_id = 'x' WHERE position = (\(claim))",
      ])
    #expect(damage.code == 0, "\(damage.err)")
    let why = try await why(waiting)
    #expect(why.rules.last?.description == "its VP's capacity is taken by \(holder) (running)")
    #expect(why.events.map(\.type) == ["vp.mission.dispatched"])
  }

  @Test func whoHasItsTargetPathIsNamedWhateverItsLane() async throws {
    let target = home.folder.file("target")
    let constraints = JSONText.object { $0.field("target_path", target) }
    let holder = try await dispatched(constraints: constraints)
    let claim = ClaimRequest(vp: .general, worker: .first)
    #expect(try await fleet.claim(claim, .worker("w1")) != nil)
    clock.advance(seconds: 1)
    let waiting = try await dispatched(to: .coder, constraints: constraints)
    let other = ClaimRequest(vp: .coder, worker: .first)
    #expect(try await fleet.claim(other, .worker("w1")) == nil)
    let why = try await why(waiting)
    #expect(
      why.rules.map(\.description) == [
        "it is queued and waits: target", "its target path is taken by \(holder) (running)",
      ])
    #expect(
      why.events.map { "\($0.eventID.ledger) \($0.type)" }
        == ["vp vp.mission.claimed", "coder vp.mission.dispatched"])
    #expect(try await next(waiting) == ["wait", waiting.rawValue])
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
