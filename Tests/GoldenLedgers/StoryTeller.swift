import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Platform

/// Writes the events of a home by hand, one after another on a clock of its own: every type there
/// is, in an order that missions really take.
final class StoryTeller {
  /// A mission that is being told.
  struct Mission {
    let ledger: String
    let id: MissionID
    let vp: VPID
  }

  let fleet: Fleet
  let clock: TestClock

  init(_ fleet: Fleet, _ clock: TestClock) {
    self.fleet = fleet
    self.clock = clock
  }

  /// Appends an event of any type; its id is what later events may be caused by.
  @discardableResult
  func append(
    _ event: NewEvent, to stream: StreamName, in ledger: String
  ) async throws -> EventID {
    clock.advance(seconds: 1.25)
    let log = try await fleet.writableLog(named: ledger)
    return try await log.write { try $0.append(event, to: stream).id }
  }

  // MARK: Missions

  /// Begins a mission.
  func dispatch(
    _ number: Int, to vp: VPID, in ledger: String, retryOf: Mission? = nil,
    target: String? = nil, _ change: (inout DispatchRequest) -> Void = { _ in }
  ) async throws -> Mission {
    var request = DispatchRequest(vpID: vp, objective: "Do the work that is number \(number)")
    request.idempotencyKey = "golden-\(number)"
    change(&request)
    let id = MissionID.keyed(vp: vp, key: "golden-\(number)")
    let mission = Mission(ledger: ledger, id: id, vp: vp)
    let dispatched = MissionDispatched(
      missionID: id, request: request, retryOf: retryOf?.id, chainID: retryOf?.id,
      chainLength: retryOf == nil ? 1 : 2, resolvedTargetPath: target)
    try await tell(.dispatched(dispatched), of: mission, by: "orchestrator:session-1")
    return mission
  }

  /// Appends an event of a mission.
  @discardableResult
  func tell(
    _ change: MissionEvent, of mission: Mission, by actor: String, causedBy cause: EventID? = nil,
    occurredAt: Instant? = nil, traceID: String? = nil
  ) async throws -> EventID {
    let event = NewEvent(
      type: change.type, schema: change.schema, payload: change.payload, occurredAt: occurredAt,
      actor: actor, causation: cause, requestID: cause == nil ? nil : "request-7",
      traceID: traceID)
    return try await append(event, to: mission.id.stream, in: mission.ledger)
  }

  /// Claims and starts a mission; what its worker's events name from then on.
  func begin(
    _ mission: Mission, by worker: String, attempt number: Int = 1
  ) async throws -> AttemptRef {
    let attempt = AttemptRef(
      vpID: mission.vp, workerID: try Self.worker(worker), attempt: number)
    try await tell(
      .claimed(
        MissionClaimed(
          attempt: attempt, lease: lease(), leaseSeconds: Millionths(micros: 120_000_000),
          host: "build-01")), of: mission, by: "worker:\(worker)")
    try await tell(
      .started(
        MissionStarted(
          attempt: attempt, lease: lease(), workspace: "/srv/workspaces/\(mission.id)")),
      of: mission, by: "worker:\(worker)")
    return attempt
  }

  /// A lease of two minutes from now.
  func lease() -> LeaseRenewal {
    LeaseRenewal(
      expiresAt: clock.now.advanced(bySeconds: 120), bootID: "boot-1",
      mono: clock.clocks.monotonic())
  }

  /// What a finished mission leaves.
  static func outcome(_ id: MissionID) -> MissionOutcome {
    MissionOutcome(
      resultRef: "workspace:///srv/workspaces/\(id)", message: "Done: naïve café, 中文, 🚀",
      nextAction: "review report.md", deliverables: ["data/table.csv", "report.md"],
      receiptPath: "mission_receipt.json", markerPath: "sync_ready.json",
      usage: Usage(
        runtimeSeconds: Millionths(micros: 61_500_000), llmCalls: 12,
        costUSD: Millionths(micros: 1_250_000)))
  }

  // MARK: Names

  static func worker(_ text: String) throws -> WorkerID {
    guard let id = WorkerID(text) else { throw MissionError.validation("\(text) is no worker") }
    return id
  }

  /// A JSON object from its text.
  static func json(_ text: String) throws -> JSONText {
    try JSONText(canonicalizing: Array(text.utf8))
  }
}
