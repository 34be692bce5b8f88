import EventLog
import MissionControl
import MissionModel
import MissionReplay
import Platform
import Testing

private func why(_ story: Story, at seconds: Double, session: SessionState? = nil) throws -> Why {
  let view = try story.view(at: seconds, session: session)
  return Why(
    view, events: story.events(at: Why.positions(deciding: view)), now: Story.at(seconds),
    policy: Story.policy, live: nil)
}

private func imported(_ change: (inout MissionImported) -> Void) throws -> Story {
  var payload = MissionImported(
    origin: MissionDispatched(
      missionID: try Known.mission("vp-mission-old"),
      request: DispatchRequest(vpID: try Known.vp("vp.general.primary"), objective: "old")),
    status: .running)
  change(&payload)
  return try Story(beginningWith: .imported(payload), mission: "vp-mission-old")
}

@Test func aMissionWhoseLeaseRanOutIsExplainedByTheEventThatLastRenewedIt() throws {
  var story = try Story()
  story.claim(5)
  story.beat(45)
  let why = try why(story, at: 900)
  #expect(why.effectiveStatus == "stale")
  #expect(why.staleReason == .claimExpired)
  #expect(why.events.map(\.eventID.position) == [2, 3])
  #expect(why.rules.first { $0.description.contains("ran out") } != nil)
}

@Test func peopleSeeMomentsInTheirZoneAndJSONSeesExactValues() throws {
  var story = try Story()
  story.claim(5)
  let judged = try why(story, at: 900)
  let text = WhyDrawing(judged, clock: ClockFace { _ in 7_200 }).lines.plainText
  #expect(text.contains("its lease ran out at 2026-03-01 11:32:05 +02:00"))
  #expect(judged.rules.last?.description == "its lease ran out at 2026-03-01T09:32:05.000000Z")
  let old = try imported { $0.updatedAt = Story.at(-9_000) }
  let rule = try #require(try why(old, at: 1).rules.last)
  #expect(rule.description.hasSuffix("is more than 900 seconds old"))
  #expect(rule.text(moment: \.description).hasSuffix("is more than 15m old"))
}

@Test func anImportedMissionThatIsQueuedTellsOfItsCancel() throws {
  let old = try imported {
    $0.status = .queued
    $0.cancelRequested = true
  }
  let rules = try why(old, at: 1).rules.map(\.description)
  #expect(rules.contains { $0.contains("a cancel was requested") })
}

@Test func aMissionWhoseWorkerIsLostIsExplainedByThatLoss() throws {
  var story = try Story()
  story.claim(5)
  var session = SessionState(
    session: SessionID(vp: story.vp, worker: story.worker), position: 9)
  session.phase = .lost
  session.phasePosition = 12
  let view = try story.view(at: 6, session: session)
  #expect(view.staleness.reason == .workerDead)
  #expect(Why.positions(deciding: view) == [2, 12])
}

@Test(arguments: [
  (0, StaleReason.updatedAtTimeout), (1, .startedAtTimeout), (2, .createdAtTimeout),
  (3, .missingTimestamps),
])
func importedHistoryIsExplainedByTheFirstTimeItHas(missing: Int, reason: StaleReason) throws {
  let story = try imported { payload in
    payload.updatedAt = missing > 0 ? nil : Story.at(-9_000)
    payload.startedAt = missing > 1 ? nil : Story.at(-9_000)
    payload.dispatchedAt = missing > 2 ? nil : Story.at(-9_000)
  }
  let why = try why(story, at: 1)
  #expect(why.staleReason == reason)
  #expect(why.rules.first == "it was imported as running")
  #expect(why.events.map(\.eventID.position) == [1])
}

@Test func aRunningMissionIsExplainedByItsWorkerAndItsLease() throws {
  var story = try Story()
  story.claim(5)
  let why = try why(story, at: 6)
  #expect(why.effectiveStatus == "running")
  #expect(why.rules.first == "w-1 holds it, attempt 1")
  #expect(why.rules.last?.description.contains("lasts until") == true)
}

@Test func aBlockedMissionIsExplainedByItsQuestion() throws {
  var story = try Story()
  story.claim(5)
  story.block(6)
  let why = try why(story, at: 7)
  #expect(why.effectiveStatus == "blocked")
  #expect(why.rules.first?.description.contains("q1") == true)
  #expect(why.events.map(\.eventID.position) == [3])
}

@Test(arguments: [(20.0, false), (100.0, true)])
func aCancellingMissionIsExplainedByTheRequestAndItsGrace(seconds: Double, isOver: Bool) throws {
  var story = try Story()
  story.claim(5)
  story.requestCancel(10)
  let why = try why(story, at: seconds)
  #expect(why.effectiveStatus == "cancelling")
  #expect(why.rules.last?.description.hasSuffix("which have passed") == isOver)
  #expect(why.events.map(\.eventID.position).contains(3))
}

@Test func aQueuedMissionIsExplainedByWhatItWaitsFor() throws {
  let story = try Story()
  let view = try story.view(at: 5, queue: QueueFacts(ahead: 3))
  let why = Why(
    view, events: story.events(at: [1]), now: Story.at(5), policy: Story.policy, live: nil)
  #expect(why.rules == ["it is queued and waits: turn, 3 ahead of it"])
}

@Test func anEndedMissionIsExplainedByWhoSaidSo() throws {
  var failed = try Story()
  failed.claim(5)
  failed.fail(9)
  #expect(
    try why(failed, at: 900).rules
      == ["it ended failed (subprocess_crash): its worker said so, which is final"])
  var judged = try Story()
  judged.claim(5)
  judged.judge(9)
  #expect(
    try why(judged, at: 900).rules.first?.description.contains("may still reverse it") == true)
  let new = try #require(MissionID("vp-mission-2"))
  judged.add(
    20,
    .retried(
      MissionRetried(
        newMissionID: new, vpID: judged.reference().vpID, guidance: nil, freshWorkspace: false)))
  #expect(
    try why(judged, at: 900).rules.first?.description.contains("nothing can reverse it") == true)
  var givenUp = try Story()
  givenUp.claim(5)
  givenUp.add(
    9, .cancelled(MissionCancelled(attempt: givenUp.reference(), by: .worker, reason: "not mine")))
  #expect(
    try why(givenUp, at: 900).rules
      == ["it ended cancelled: its worker gave it up, which is final"])
  var done = try Story()
  done.claim(5)
  done.complete(9)
  let why = try why(done, at: 900)
  #expect(why.basis == .reported)
  #expect(why.events.map(\.type) == ["vp.mission.completed"])
}

@Test func aVerdictOnADeadWorkerLeavesNobodyToSayOtherwise() throws {
  var story = try Story()
  story.claim(5)
  story.judge(9, of: .workerDead)
  let rule = try #require(try why(story, at: 900).rules.first?.description)
  #expect(rule.hasSuffix("the reconciler concluded it, since its worker is gone"))
}

@Test func whatTheProcessTableSaysIsNoPartOfTheAnswer() throws {
  var story = try Story()
  story.claim(5)
  let here = HostIdentity(
    machineID: "m", bootID: "b", pidNamespace: 4, hostName: "here",
    process: ProcessIdentity(pid: 1, startTime: 1))
  let nothing = ProcessTable(entry: { _ in nil }, pids: { [] }, environment: { _ in nil })
  let worker = WorkerProcess(
    machineID: "m", bootID: "b", pidNamespace: 4, pid: 77, processStart: 5, host: "here")
  let view = try story.view(at: 6)
  let live = WorkerPresence(of: worker, here: here, processes: nothing)
  let why = Why(view, events: [], now: Story.at(6), policy: Story.policy, live: live)
  #expect(live.process == .gone)
  #expect(why.effectiveStatus == "running")
  let text = WhyDrawing(why, clock: .utc).lines.plainText
  #expect(text.contains("process 77 is no more (seen live; not part of the answer)"))
}
