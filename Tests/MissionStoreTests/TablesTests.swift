import EventLog
import EventProjections
import MissionStore
import Platform
import Testing

@testable import MissionModel

@Suite struct TablesTests {
  @Test func aMissionWithEverythingComesBackAsItWas() async throws {
    let garden = try Garden()
    let id = try await garden.mission(
      "vp-mission-full", objective: String(repeating: "gr\u{fc}n ", count: 100),
      asking: { request in
        request.idempotencyKey = "key"
        request.sourceSessionID = "session"
        request.sourceTurnID = "turn"
        request.traceID = "trace"
        request.priorityTier = .low
        request.executionMode = .dag
        request.notBefore = Instant(microseconds: 1)
        request.deadline = Instant(microseconds: 2)
        request.maxAttempts = 3
      },
      settling: { origin in
        origin.retryOf = MissionID(stored: "vp-mission-first")
        origin.chainID = MissionID(stored: "vp-mission-first")
        origin.chainLength = 2
        origin.resolvedTargetPath = "/tmp/there"
      },
      being: fill)
    let row = try await garden.ledger.read { try $0.row(garden.missions, id) }
    let folded = try #require(await garden.folded(id))
    #expect(row == folded)
    let asked = try await garden.ask { try $0.mission(at: id) }
    #expect(asked == folded)
    #expect(try await garden.ledger.check().allSatisfy(\.isSound))
  }

  @Test func aMissionWithNothingButItsRequestComesBackAsItWas() async throws {
    let garden = try Garden()
    let id = try await garden.mission("vp-mission-bare")
    let row = try await garden.ledger.read { try $0.row(garden.missions, id) }
    #expect(row == (try await garden.folded(id)))
  }

  @Test func sessionsAndVPsComeBackAsTheyWere() async throws {
    let garden = try Garden()
    var session = SessionState(
      session: SessionID(vp: general, worker: WorkerID(stored: "w1")), position: 7)
    try await garden.session(session)
    let id = session.session
    let bare = try await garden.ask { try $0.session(id) }
    #expect(bare == session)
    session.phase = .degraded
    session.process = WorkerProcess(
      machineID: "m", bootID: "b", pidNamespace: 3, pid: 4, processStart: 5, host: "h", version: "v"
    )
    session.missionIDs = [MissionID(stored: "a"), MissionID(stored: "b")]
    session.lastHeartbeatAt = Garden.start
    session.bootID = "b2"
    session.mono = 9
    session.lastError = "no disk"
    session.registeredAt = Garden.start
    session.updatedAt = Garden.start
    session.missionsCompleted = 1
    session.missionsFailed = 2
    session.heartbeatPosition = 8
    try await garden.session(session)
    let stored = try await garden.ask { queries in
      [
        try queries.session(id), try queries.sessions(vp: general).first,
      ]
    }
    #expect(stored == [session, session])
    let judged = try await garden.ask { [session] queries in
      (
        try queries.hasLiveSession(vp: general) { $0 == session },
        try queries.hasLiveSession(vp: general) { $0 != session }
      )
    }
    #expect(judged == (true, false))
    var vp = VPState(vpID: general, updatedAt: Garden.start, position: 3)
    vp.workers = 2
    vp.pause = VPState.Pause(reason: "rest", until: Garden.start, by: "ann", at: Garden.start)
    try await garden.vp(vp)
    let paused = try await garden.ask { try $0.vps() }
    #expect(paused == [vp])
    vp.pause = nil
    vp.isImported = true
    try await garden.vp(vp)
    let resumed = try await garden.ask { try $0.vps() }
    #expect(resumed == [vp])
  }
}

extension Garden {
  /// The row that the fold gives, without the table in between.
  func folded(_ id: Int64) async throws -> MissionState? {
    try await ledger.read { reader in
      var row: MissionState?
      if let event = try reader.log.event(at: id) { try missions.reducer.reduce(&row, event) }
      return row
    }
  }
}

/// Gives every part of a mission's state a value.
@Sendable func fill(_ state: inout MissionState) {
  let worker = WorkerID(stored: "w1")
  let token = FencingToken(worker: worker, attempt: 2)
  state.status = .running
  state.basis = .inferred
  state.attempt = 2
  state.tokens = [
    IssuedToken(token: FencingToken(worker: worker, attempt: 1), lateKinds: [.completed, .failed]),
    IssuedToken(token: token),
  ]
  state.lease = Lease(
    token: token, expiresAt: Instant(microseconds: 10), length: Millionths(120), bootID: "boot",
    mono: 5, position: 3)
  state.workerID = worker
  state.workerHost = "host"
  state.workspace = "/tmp/w"
  state.lastHeartbeatAt = Instant(microseconds: 4)
  state.progress = MissionProgress(
    at: Instant(microseconds: 5), summary: "half", percent: Millionths(50))
  state.usage = Usage(
    runtimeSeconds: Millionths(micros: 1_500_000), llmCalls: 3, costUSD: Millionths(micros: 7))
  state.cancel = CancelRequest(
    reason: "enough", by: "ann", at: Instant(microseconds: 6), position: 4)
  state.questions = 2
  state.question = MissionQuestion(
    questionID: "q2", question: "which?", options: ["a", "b\"c"], at: Instant(microseconds: 7))
  state.lastAnswer = MissionAnswer(
    questionID: "q1", answer: "this", by: "ann", at: Instant(microseconds: 8))
  state.outcome = MissionOutcome(
    resultRef: "workspace:///tmp/w", message: "done", nextAction: "rest",
    deliverables: ["a.md", "b.md"], receiptPath: "r.json", markerPath: "s.json")
  state.failureMode = .stale(.workerDead)
  state.failureDetail = "it fell"
  state.finish = .failed
  state.verdict = 9
  state.retried = MissionRetried(
    newMissionID: MissionID(stored: "vp-mission-next"), vpID: general, guidance: "slower",
    freshWorkspace: true)
  state.escalated = true
  state.acknowledged = true
  state.lateReports = 2
  state.claimedAt = Instant(microseconds: 11)
  state.startedAt = Instant(microseconds: 12)
  state.completedAt = Instant(microseconds: 13)
  state.version = 17
  state.position = 99
}
