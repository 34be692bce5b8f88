import CanonicalJSON
import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform

/// What the golden ledgers hold beside missions: sessions, queues, another lane, feeds, the
/// bridge's cursors.
extension StoryTeller {
  /// Tells of the workers: one that lives, one in trouble, one lost, one that ended in order.
  func tellSessions() async throws {
    let process = WorkerProcess(
      machineID: "machine-1", bootID: "boot-1", pidNamespace: 4_026_531_836, pid: 4_242,
      processStart: 123_456, host: "build-01", version: "0.1.0")
    for name in ["w-1", "w-2", "w-3", "w-4"] {
      let session = SessionID(vp: .general, worker: try Self.worker(name))
      try await tell(
        .registered(
          SessionRegistered(
            session: session, process: name == "w-2" ? WorkerProcess() : process,
            mono: clock.clocks.monotonic())), of: session, in: "vp")
    }
    let (second, third, fourth) = (
      SessionID(vp: .general, worker: try Self.worker("w-2")),
      SessionID(vp: .general, worker: try Self.worker("w-3")),
      SessionID(vp: .general, worker: try Self.worker("w-4"))
    )
    try await tell(
      .heartbeat(
        SessionHeartbeat(
          session: fourth, bootID: "boot-1", mono: clock.clocks.monotonic())), of: fourth, in: "vp")
    try await tell(
      .degraded(SessionDegraded(session: second, error: "the disk is slow")), of: second, in: "vp")
    try await tell(.retired(SessionRetired(session: fourth)), of: fourth, in: "vp")
    try await tell(
      .lost(
        SessionLost(
          session: third, evidence: try Self.json(#"{"observed":"another boot"}"#))), of: third,
      in: "vp", by: "reconciler")
  }

  /// Tells of the other lane and of both queues.
  func tellOtherLane() async throws {
    let done = try await dispatch(30, to: .coder, in: "coder", target: "/srv/repo") {
      $0.sourceSessionID = "session-1"
      $0.constraints = (try? Self.json(#"{"target_path":"/srv/repo"}"#)) ?? .emptyObject
    }
    let attempt = try await begin(done, by: "c-1")
    try await tell(
      .completed(MissionCompleted(attempt: attempt, outcome: Self.outcome(done.id))), of: done,
      by: "worker:c-1")
    _ = try await dispatch(31, to: .coder, in: "coder")
    let until = Instant(iso8601: "2027-01-01T00:00:00Z")
    try await tell(
      .paused(QueuePaused(vpID: .coder, reason: "maintenance", until: until)), of: .coder,
      in: "coder")
    try await tell(
      .paused(QueuePaused(vpID: .general, reason: nil, until: nil)), of: .general, in: "vp")
    try await tell(.resumed(QueueResumed(vpID: .general)), of: .general, in: "vp")
  }

  /// Carries what feeds are to hold, moves cursors, acknowledges, and lets time pass over what is
  /// passed.
  func tellFeeds() async throws {
    let bridge = Bridge(fleet)
    _ = try await bridge.catchUp()
    let quiet = try await dispatch(20, to: .general, in: "vp")
    try await tell(
      .annotated(MissionAnnotated(note: "for no feed")), of: quiet, by: "operator:ann@desk")
    _ = try await bridge.catchUp()
    clock.advance(seconds: 90)
    _ = try await bridge.catchUp()
    let operatorCall = CallContext.person("ann", host: "desk")
    _ = try await fleet.moveCursor(to: .zero, of: "coder", operatorCall)
    _ = try await bridge.catchUp()
    _ = try await fleet.moveCursor(to: .position(9_999), of: "vp", operatorCall)
    _ = try await fleet.acknowledgeFeed("session-1", upTo: 2, operatorCall)
  }

  private func tell(
    _ change: SessionEvent, of session: SessionID, in ledger: String, by actor: String? = nil
  ) async throws {
    try await append(
      NewEvent(
        type: change.type, schema: change.schema, payload: change.payload,
        actor: actor ?? "worker:\(session.worker)"), to: session.stream, in: ledger)
  }

  private func tell(_ change: QueueEvent, of vp: VPID, in ledger: String) async throws {
    try await append(
      NewEvent(
        type: change.type, schema: change.schema, payload: change.payload,
        actor: "operator:ann@desk"), to: vp.queueStream, in: ledger)
  }
}
