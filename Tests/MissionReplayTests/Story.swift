import CanonicalJSON
import EventLog
import MissionModel
import MissionReplay
import Platform

/// One mission's events made by hand, at times given as seconds from its dispatch.
struct Story {
  /// 2026-03-01T09:30:00Z.
  static let start = Instant(microseconds: 1_772_357_400_000_000)
  static let policy = MissionPolicy()

  private(set) var events: [RecordedEvent] = []
  let vp: VPID
  let worker: WorkerID
  let mission: MissionID

  /// Begins a story with its dispatch.
  init(objective: String = "Survey the repository and write a report", retryOf: String? = nil)
    throws
  {
    let mission = try Known.mission("vp-mission-0123456789abcdef01234567")
    let request = DispatchRequest(vpID: try Known.vp("vp.general.primary"), objective: objective)
    try self.init(
      beginningWith: .dispatched(
        MissionDispatched(
          missionID: mission, request: request, retryOf: try retryOf.map(Known.mission))))
  }

  /// Begins a story with its first event.
  init(
    beginningWith event: MissionEvent, vp: String = "vp.general.primary", worker: String = "w-1",
    mission: String = "vp-mission-0123456789abcdef01234567"
  ) throws {
    self.vp = try Known.vp(vp)
    self.worker = try Known.worker(worker)
    self.mission = try Known.mission(mission)
    add(0, event, by: "orchestrator:s-1")
  }

  static func at(_ seconds: Double) -> Instant { start.advanced(bySeconds: seconds) }

  func reference(_ attempt: Int = 1) -> AttemptRef {
    AttemptRef(vpID: vp, workerID: worker, attempt: attempt)
  }

  private func lease(_ seconds: Double, length: Double = 120) -> LeaseRenewal {
    LeaseRenewal(expiresAt: Self.at(seconds + length), bootID: "boot", mono: 1)
  }

  /// Adds any event.
  mutating func add(
    _ seconds: Double, _ event: MissionEvent, by actor: String = "worker:w-1",
    causedBy cause: Int64? = nil
  ) {
    let position = Int64(events.count) + 1
    events.append(
      RecordedEvent(
        ledger: "vp", position: position,
        stream: StreamName(trusted: "mission/" + mission.rawValue), streamID: 1,
        version: position, type: event.type, schema: event.schema,
        recordedAt: Self.at(seconds), actor: actor,
        causation: cause.map { EventID(ledger: "vp", position: $0) }, payload: event.payload))
  }

  mutating func claim(_ seconds: Double, attempt: Int = 1, lease length: Double = 120) {
    add(
      seconds,
      .claimed(
        MissionClaimed(
          attempt: reference(attempt), lease: lease(seconds, length: length),
          leaseSeconds: Millionths(Int(length)), host: "host-a")))
  }

  mutating func start(_ seconds: Double, attempt: Int = 1) {
    add(
      seconds,
      .started(
        MissionStarted(attempt: reference(attempt), lease: lease(seconds), workspace: "/w/m")))
  }

  mutating func beat(_ seconds: Double, attempt: Int = 1) {
    add(
      seconds, .heartbeat(MissionHeartbeat(attempt: reference(attempt), lease: lease(seconds))))
  }

  mutating func progress(_ seconds: Double, _ summary: String, attempt: Int = 1) {
    add(
      seconds,
      .progress(
        MissionProgressed(
          attempt: reference(attempt), lease: lease(seconds), summary: summary,
          percent: Millionths(40))))
  }

  mutating func block(_ seconds: Double) {
    add(
      seconds,
      .blocked(
        MissionBlocked(
          attempt: reference(), lease: lease(seconds), questionID: "q1",
          question: "Which branch?", options: ["main", "next"])))
  }

  mutating func answer(_ seconds: Double) {
    add(
      seconds,
      .unblocked(MissionUnblocked(attempt: reference(), questionID: "q1", answer: "main")),
      by: "operator:ada@desk")
  }

  mutating func requestCancel(_ seconds: Double) {
    add(
      seconds, .cancelRequested(MissionCancelRequested(reason: "changed my mind")),
      by: "orchestrator:s-1")
  }

  mutating func complete(_ seconds: Double) {
    add(
      seconds,
      .completed(
        MissionCompleted(
          attempt: reference(),
          outcome: MissionOutcome(
            resultRef: "workspace:///w/m", message: "A report of 12 pages",
            nextAction: "Read chapter 3", deliverables: ["figures.csv", "report.md"]))))
  }

  mutating func fail(_ seconds: Double, attempt: Int = 1) {
    add(
      seconds,
      .failed(
        MissionFailed(
          attempt: reference(attempt), by: .worker, failureMode: .subprocessCrash,
          error: "exit code 3")))
  }

  mutating func requeue(_ seconds: Double) {
    add(
      seconds,
      .requeued(MissionRequeued(attempt: reference(), by: .worker, reason: "worker_shutdown")))
  }

  /// The reconciler gives up on the worker, or gives its mission back to the queue.
  mutating func judge(
    _ seconds: Double, requeues: Bool = false, of reason: StaleReason = .claimExpired
  ) {
    add(
      seconds,
      .reconciled(
        MissionReconciled(
          attempt: reference(), outcome: requeues ? .requeued : .failed, staleReason: reason,
          storageLane: "vp",
          reconciledBy: "worker:w2", previousStatus: .running, evidence: .emptyObject)),
      by: "reconciler")
    add(
      seconds,
      requeues
        ? .requeued(
          MissionRequeued(
            attempt: reference(), by: .reconciler, reason: "stale_running_reconciled"))
        : .failed(
          MissionFailed(
            attempt: reference(), by: .reconciler, failureMode: .stale(reason), error: nil)),
      by: "reconciler")
  }

  /// The worker reports after all.
  mutating func reverse(_ seconds: Double, after status: MissionStatus = .failed) {
    add(
      seconds,
      .reconciliationReversed(
        MissionReconciliationReversed(
          attempt: reference(), reverses: "vp:3", previousStatus: status)))
    complete(seconds)
  }

  /// The mission as it is after its events, judged some seconds after its dispatch.
  func view(at seconds: Double, session: SessionState? = nil, queue: QueueFacts? = nil) throws
    -> MissionView
  {
    var state: MissionState?
    for event in events { state = try MissionState.evolve(state, event) }
    return MissionView(
      state: try Known.some(state), request: nil, lane: "vp", session: session, queue: queue,
      now: Self.at(seconds), policy: Self.policy)
  }

  /// The mission's timeline, seen some seconds after its dispatch.
  func timeline(at seconds: Double) throws -> Timeline {
    Timeline(
      of: events, mission: try view(at: seconds), now: Self.at(seconds), heartbeatSeconds: 40)
  }

  /// The events at some positions.
  func events(at positions: [Int64]) -> [RecordedEvent] {
    events.filter { positions.contains($0.position) }
  }
}

/// Names that a test knows to be well formed.
enum Known {
  struct Missing: Error {}

  static func some<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
  }

  static func vp(_ text: String) throws -> VPID { try some(VPID(text)) }
  static func worker(_ text: String) throws -> WorkerID { try some(WorkerID(text)) }
  static func mission(_ text: String) throws -> MissionID { try some(MissionID(text)) }
}
