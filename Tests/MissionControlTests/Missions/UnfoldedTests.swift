import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Testing

/// Missions of which this build can't read an event: of a newer build beside it, or against the
/// rules of its type.
@Suite struct UnfoldedTests {
  private let bench: Bench

  init() throws {
    bench = try Bench()
  }

  /// Appends an event that can't be folded; of schema 1, it breaks the rules of its type.
  private func spoil(
    _ id: MissionID, _ type: MissionEventType, schema: Int = 2, payload: String = "{}",
    in fleet: Fleet? = nil
  ) async throws {
    var event = NewEvent(type: type.rawValue, payload: try JSONText(payload), actor: "newer")
    event.schema = schema
    let spoiling = event
    let log = try await (fleet ?? bench.fleet).writableLog(named: "vp")
    try await log.write { try $0.append(spoiling, to: id.stream) }
  }

  @Test(arguments: [1, 2])
  func aRemarkThatCannotBeReadStopsNothing(schema: Int) async throws {
    let (id, token) = try await bench.running()
    try await spoil(id, .annotated, schema: schema)
    try await bench.report(.heartbeat, id, token)
    try await spoil(id, .progress, schema: schema)
    try await bench.report(.completed(MissionOutcome(message: "done")), id, token)
    #expect(try await bench.fleet.get(id).mission.state.status == .completed)
  }

  @Test func whatMayHaveEndedItIsNotDecidedOver() async throws {
    let (id, token) = try await bench.running()
    try await spoil(id, .completed)
    let before = try await bench.heads()
    let code = await refusal { try await bench.report(.completed(MissionOutcome()), id, token) }
    #expect(code == .eventSchemaTooNew)
    #expect(await refusal { _ = try await bench.fleet.cancel(id, .tester) } == .eventSchemaTooNew)
    #expect(try await bench.heads() == before)
  }

  @Test func aMissionBegunByANewerBuildIsNotDispatchedOver() async throws {
    let id = MissionID.keyed(vp: .general, key: "k")
    try await bench.dispatch()
    try await spoil(id, .dispatched)
    let code = await refusal { try await bench.dispatch(key: "k") }
    #expect(code == .eventSchemaTooNew)
  }

  @Test(arguments: [
    ("budget", #"{"max_llm_calls":"x"}"#), ("budget", "1"), ("metadata", #""x""#),
    ("constraints", "[]"), ("success_criteria", "[1]"), ("required_outputs", "{}"),
    ("run_id", "1"), ("task_id", "[]"), ("chain_id", #""a b""#), ("retry_of", #""""#),
    ("vp_id", #""x/y""#), ("mission_id", #""a b""#),
    ("source_session_id", #""a\nb""#),
  ])
  func aFirstEventThatBreaksItsRulesStopsNoOtherMission(name: String, value: String) async throws {
    let bad = try #require(MissionID("vp-mission-bad"))
    var members = ["mission_id": #""vp-mission-bad""#, "objective": #""o""#]
    members["vp_id"] = #""vp.general.primary""#
    members[name] = value
    let payload = members.sorted { $0.key < $1.key }.map { #""\#($0)":\#($1)"# }
    try await spoil(bad, .dispatched, schema: 1, payload: "{\(payload.joined(separator: ","))}")
    let id = try await bench.dispatch()
    #expect(try await bench.fleet.list(ListRequest()).missions.map(\.id) == [id])
    #expect(try await bench.claim()?.id == id)
    let log = try await bench.fleet.writableLog(named: "vp")
    #expect(try await log.status().map(\.parked.count).max() == 1)
    #expect(await refusal { _ = try await bench.fleet.cancel(bad, .tester) } != .internalError)
  }

  @Test func aMissionBegunByANewerBuildIsSaidToBeLeftOut() async throws {
    try await bench.dispatch()
    #expect(try await bench.fleet.list(ListRequest()).warnings.isEmpty)
    let moment = Moment.places(LedgerCursor(["vp": 1]))
    var ids = [MissionID.keyed(vp: .general, key: "k")]
    try await spoil(ids[0], .dispatched)
    let listed = try await bench.fleet.list(ListRequest())
    #expect(listed.missions.count == 1 && listed.warnings.map(\.missionID) == ids)
    #expect(listed.warnings.first?.message.contains("vp:2: vp.mission.dispatched") == true)
    #expect(try await bench.fleet.vps().warnings == listed.warnings)
    #expect(try await bench.fleet.status().warnings.contains(listed.warnings[0]))
    let past = try await bench.fleet.asOf(moment)
    #expect(try await past.list(ListRequest()).warnings.isEmpty)
    past.close()

    ids.insert(.keyed(vp: .general, key: "l"), at: 0)
    try await spoil(ids[0], .dispatched)
    let warnings = try await bench.fleet.vps().warnings
    #expect(warnings.map(\.kind) == [.eventUnread])
    #expect(warnings[0].message.hasPrefix("2 missions are left out (\(ids[0]), \(ids[1])): "))
  }

  @Test(arguments: WaitRequest.Mode.allCases)
  func aMissionThatMayHaveEndedIsNotWaitedFor(mode: WaitRequest.Mode) async throws {
    let (id, _) = try await bench.running()
    try await spoil(id, .completed)
    for until in [WaitRequest.Until.settled, .terminal] {
      var request = WaitRequest(missions: [id], timeoutSeconds: 5)
      (request.mode, request.until) = (mode, until)
      let result = try await bench.fleet.wait(request)
      #expect(!result.timedOut && result.done.isEmpty && result.pending.map(\.id) == [id])
      #expect(result.warnings.map(\.kind) == [.eventUnread])
    }
  }

  @Test func theFirstOfSeveralIsWaitedForBesideOneThatMayHaveEnded() async throws {
    let (spoiled, _) = try await bench.running()
    try await spoil(spoiled, .completed)
    let other = try await bench.dispatch()
    var request = WaitRequest(missions: [spoiled, other], timeoutSeconds: 0)
    request.mode = .any
    #expect(try await bench.fleet.wait(request).timedOut)
    _ = try await bench.fleet.cancel(other, .tester)
    let result = try await bench.fleet.wait(request)
    #expect(!result.timedOut && result.done.map(\.id) == [other])
    #expect(result.pending.map(\.id) == [spoiled])
  }

  @Test func aMissionThatMayHaveMovedIsToldToBeNeitherWaitedForNorMoved() async throws {
    let (id, _) = try await bench.running()
    #expect(NextCommand(try await bench.fleet.get(id).mission)?.words.first == "wait")
    try await spoil(id, .completed)
    let waited = try await bench.fleet.wait(WaitRequest(missions: [id], timeoutSeconds: 0))
    for mission in [try await bench.fleet.get(id).mission] + waited.pending {
      #expect(mission.nextStep == .upgrade)
      #expect(NextCommand(mission)?.words == ["projections"])
    }
  }

  @Test func aMissionThatCantHaveEndedIsWaitedForAndSaidToBeUnread() async throws {
    let id = try await bench.dispatch()
    try await spoil(id, .claimed)
    let result = try await bench.fleet.wait(WaitRequest(missions: [id], timeoutSeconds: 0))
    #expect(result.timedOut && result.warnings.map(\.missionID) == [id])
  }

  @Test func aClaimPassesItBy() async throws {
    let first = try await bench.dispatch()
    let second = try await bench.dispatch()
    try await spoil(first, .claimed)
    #expect(try await bench.claim()?.id == second)
    try await bench.report(
      .completed(MissionOutcome()), second, FencingToken(worker: .first, attempt: 1))
    #expect(try await bench.claim() == nil)
    // Not the second time either, when a look comes before the claim.
    #expect(try await bench.claim() == nil)
  }

  @Test func itsVerdictIsLeftAndOthersAreGiven() async throws {
    let bench = try ReconcileBench("vps: {vp.general.primary: {max_concurrent: 2}}")
    let spoiled = try await bench.running(pid: 77)
    let other = try await bench.running(pid: 78, as: try #require(WorkerID("w2")))
    try await spoil(spoiled.id, .completed, in: bench.fleet)
    bench.kill(77)
    bench.kill(78)
    let report = try await bench.fleet.reconcile(by: "test")
    #expect(report.lanes.flatMap(\.verdicts.missions).map(\.missionID) == [other.id])
    #expect(report.warnings.map(\.kind) == [.eventUnread])
    #expect(report.warnings.first?.missionID == spoiled.id)
    #expect(try await bench.mission(other.id).status == .failed)
    #expect(try await bench.mission(spoiled.id).status == .running)
  }

  @Test func aVerdictIsGivenBehindARemarkThatCannotBeRead() async throws {
    let bench = try ReconcileBench()
    let spoiled = try await bench.running(pid: 77)
    try await spoil(spoiled.id, .annotated, in: bench.fleet)
    bench.kill(77)
    _ = try await bench.fleet.reconcile(by: "test")
    #expect(try await bench.mission(spoiled.id).status == .failed)
  }

  @Test func whatComesAfterwardsHidesNothing() async throws {
    let first = try await bench.dispatch()
    try await spoil(first, .claimed)
    // As the build would write that made the event.
    try await spoil(first, .annotated, schema: 1, payload: #"{"note":"seen"}"#)
    #expect(try await bench.fleet.get(first).mission.state.version == 3)
    #expect(try await bench.claim() == nil)
  }

  /// Appends a remark as the build would that made the events before it.
  private func remark(on id: MissionID) async throws {
    try await spoil(id, .annotated, schema: 1, payload: #"{"note":"seen"}"#)
  }

  @Test(arguments: [MissionEventType.completed, .failed, .cancelled], [1, 2])
  func aMissionEndsOnceWhateverFollowsAnEndThatCannotBeRead(
    end: MissionEventType, schema: Int
  ) async throws {
    let (id, token) = try await bench.running()
    try await spoil(id, end, schema: schema)
    try await remark(on: id)
    let before = try await bench.heads()
    let wanted: MissionError.Code = schema == 1 ? .ledgerCorrupt : .eventSchemaTooNew
    let code = await refusal { try await bench.report(.completed(MissionOutcome()), id, token) }
    #expect(code == wanted)
    for isForced in [false, true] {
      let code = await refusal {
        _ = try await bench.fleet.cancel(id, force: isForced, .tester)
      }
      #expect(code == wanted)
    }
    #expect(try await bench.heads() == before)
  }

  @Test func aMissionIsRetriedOnceWhateverFollowsARetryThatCannotBeRead() async throws {
    let id = try await bench.failed()
    try await spoil(id, .retried)
    try await remark(on: id)
    let before = try await bench.heads()
    let code = await refusal { _ = try await bench.fleet.retry(id, RetryRequest(), .tester) }
    #expect(code == .eventSchemaTooNew)
    #expect(try await bench.heads() == before)
  }

  @Test func aMissionThatMayBeHeldIsNotCancelledAsIfItWereQueued() async throws {
    let id = try await bench.dispatch()
    try await spoil(id, .claimed)
    try await remark(on: id)
    #expect(await refusal { _ = try await bench.fleet.cancel(id, .tester) } == .eventSchemaTooNew)
    #expect(try await bench.story(id) == ["dispatched", "claimed", "annotated"])
  }

  @Test func itIsSaidOfAMissionThatEventsOfItCannotBeRead() async throws {
    let (id, _) = try await bench.running()
    try await spoil(id, .annotated)
    #expect(try await bench.fleet.get(id).warnings.isEmpty)
    try await spoil(id, .failed)
    try await remark(on: id)
    let other = try await bench.dispatch()
    let moment = Moment.places(LedgerCursor(["vp": try await bench.heads()["vp"] ?? 0]))
    try await remark(on: other)
    let past = try await bench.fleet.asOf(moment)
    for fleet in [bench.fleet, past] {
      #expect(try await fleet.get(id).warnings.map(\.kind) == [.eventUnread])
      #expect(try await fleet.get(other).warnings.isEmpty)
      let listed = try await fleet.list(ListRequest())
      #expect(listed.missions.count == 2)
      #expect(listed.warnings.map(\.missionID) == [id])
    }
    past.close()
  }

  @Test func aHeartbeatThatCannotBeReadKeepsItsMissionFromAVerdict() async throws {
    let bench = try ReconcileBench()
    let mission = try await bench.running(pid: 77)
    try await spoil(mission.id, .heartbeat, in: bench.fleet)
    bench.kill(77)
    let report = try await bench.fleet.reconcile(by: "test")
    #expect(report.ended.isEmpty && report.warnings.map(\.kind) == [.eventUnread])
  }
}
