import CanonicalJSON
import EventLog
import Platform
import Testing

@testable import MissionModel

/// What sessions and VPs make of their own events and of their missions'.
struct FoldTests {
  private static let session = GoldenPayloadTests.session

  /// Folds events of the given streams, one position after the other.
  private func fold(_ events: [(stream: StreamName, event: any Stored)]) throws -> (
    session: SessionState?, vp: VPState?
  ) {
    var session: SessionState?
    var vp: VPState?
    var versions: [StreamName: Int64] = [:]
    for (index, item) in events.enumerated() {
      let version = (versions[item.stream] ?? 0) + 1
      versions[item.stream] = version
      let event = RecordedEvent(
        ledger: "vp", position: Int64(index + 1), stream: item.stream, streamID: 1,
        version: version, type: item.event.type, schema: item.event.schema,
        recordedAt: Instant(microseconds: Int64(index + 1) * 1_000_000), actor: "someone",
        payload: item.event.payload)
      let input = LedgerDecoder().decode(event)
      if SessionsReducer().key(of: input) == Self.session {
        try SessionsReducer().reduce(&session, input)
      }
      if VPsReducer().key(of: input) == MissionBench.vp {
        try VPsReducer().reduce(&vp, input)
      }
    }
    return (session, vp)
  }

  private static let own = session.stream
  private static let mission = MissionBench.id.stream
  private static let claimed = MissionEvent.claimed(
    MissionClaimed(
      attempt: GoldenPayloadTests.attempt, lease: GoldenPayloadTests.lease,
      leaseSeconds: Millionths(120), host: nil))
  private static let completed = MissionEvent.completed(
    MissionCompleted(attempt: GoldenPayloadTests.attempt, outcome: MissionOutcome()))
  private static let inferred = MissionEvent.failed(
    MissionFailed(
      attempt: GoldenPayloadTests.attempt, by: .reconciler, failureMode: .stale(.workerDead),
      error: nil))
  private static let registered = SessionEvent.registered(
    SessionRegistered(session: session, process: WorkerProcess(pid: 7, host: "h")))
  private static let lost = SessionEvent.lost(
    SessionLost(session: session, evidence: .emptyObject))

  @Test func aWorkerIsActiveWhileItHoldsAMission() throws {
    let busy = try #require(
      fold([(Self.own, Self.registered), (Self.mission, Self.claimed)]).session)
    #expect(busy.status == .active)
    #expect(busy.missionIDs == [MissionBench.id])
    #expect(busy.lastHeartbeatAt == Instant(microseconds: 2_000_000))
    #expect(busy.process.pid == 7)
    let idle = try #require(
      fold([
        (Self.own, Self.registered), (Self.mission, Self.claimed), (Self.mission, Self.completed),
      ]).session)
    #expect(idle.status == .idle)
    #expect(idle.missionsCompleted == 1)
  }

  @Test func aVerdictIsNotTheWorkersHeartbeat() throws {
    let state = try #require(
      fold([
        (Self.own, Self.registered), (Self.mission, Self.claimed), (Self.own, Self.lost),
        (Self.mission, Self.inferred),
      ]).session)
    #expect(state.status == .lost)
    #expect(state.missionsFailed == 1)
    #expect(state.missionIDs.isEmpty)
    #expect(state.lastHeartbeatAt == Instant(microseconds: 2_000_000))
  }

  @Test func aLostWorkerThatWritesAgainIsLiveAndItsFailureIsTakenBack() throws {
    let reversed = MissionEvent.reconciliationReversed(
      MissionReconciliationReversed(
        attempt: GoldenPayloadTests.attempt, reverses: "vp:3", previousStatus: .failed))
    let state = try #require(
      fold([
        (Self.own, Self.registered), (Self.mission, Self.claimed), (Self.own, Self.lost),
        (Self.mission, Self.inferred), (Self.mission, reversed), (Self.mission, Self.completed),
      ]).session)
    #expect(state.status == .idle)
    #expect(state.missionsFailed == 0)
    #expect(state.missionsCompleted == 1)
  }

  @Test func aVPIsKnownByItsWorkersAndPausedUntilItsTime() throws {
    let until = Instant(microseconds: 9_000_000)
    let paused = QueueEvent.paused(
      QueuePaused(vpID: MissionBench.vp, reason: "r", until: until))
    let state = try #require(
      fold([
        (Self.own, Self.registered), (Self.own, Self.registered),
        (MissionBench.vp.queueStream, paused),
      ]).vp)
    #expect(state.workers == 1)
    #expect(state.isKnown)
    #expect(state.isPaused(at: Instant(microseconds: 8_999_999)))
    #expect(!state.isPaused(at: until))
    let resumed = QueueEvent.resumed(QueueResumed(vpID: MissionBench.vp))
    let free = try fold([
      (MissionBench.vp.queueStream, paused), (MissionBench.vp.queueStream, resumed),
    ])
    #expect(free.vp?.pause == nil)
  }

  @Test func theFoldTakesAnyOrderWithoutFailing() throws {
    let all = GoldenPayloadTests.missionEvents.map(\.0)
    for first in all {
      var bench = try MissionBench()
      try bench.append([first])
      for second in all {
        var next = bench
        try next.append([second])
        #expect(next.state?.version == 3)
      }
      var unborn = MissionBench.unborn
      try unborn.append([first])
      let isBeginning =
        switch first {
        case .dispatched, .imported: true
        default: false
        }
      #expect(unborn.state?.version == (isBeginning ? 1 : nil))
    }
  }

  @Test func onlyANewerSchemaOfAKnownTypeIsRefused() throws {
    var bench = try MissionBench()
    try bench.append([
      .unknown(UnknownEvent(type: "vp.mission.frozen", schema: 1, payload: .emptyObject))
    ])
    #expect(bench.state?.version == 2)
    #expect(throws: MissionError.self) {
      try bench.append([
        .unknown(UnknownEvent(type: "vp.mission.claimed", schema: 2, payload: .emptyObject))
      ])
    }
  }
}

extension FoldTests {
  @Test func whatAnImportKeepsIsNoNewsOfTheMission() throws {
    var bench = try MissionBench()
    try bench.append([.acknowledged(MissionAcknowledged(note: nil))])
    let before = try #require(bench.state)
    bench.now = Instant(microseconds: bench.now.microseconds + 1_000_000)
    let note = MissionEvent.annotated(MissionAnnotated(note: "mission_started", data: nil))
    try bench.append([note], actor: "import:/old/vp_state.db")
    let kept = try #require(bench.state)
    #expect(kept.updatedAt == before.updatedAt)
    #expect(kept.acknowledged)
    #expect(kept.version == before.version + 1)
    #expect(kept.position == before.position + 1)
    try bench.append([note], actor: "operator:ann@host")
    #expect(bench.state?.updatedAt == bench.now)
    #expect(bench.state?.acknowledged == false)
  }
}

/// An event of any kind, as it is stored.
protocol Stored {
  var type: String { get }
  var schema: Int { get }
  var payload: JSONText { get }
}

extension MissionEvent: Stored {}
extension SessionEvent: Stored {}
extension QueueEvent: Stored {}
