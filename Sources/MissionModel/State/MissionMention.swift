import CanonicalJSON
import EventLog

/// What one event of a mission says of the session of the worker that it names.
struct MissionMention: Hashable, Sendable {
  /// The worker's session.
  let session: SessionID
  let missionID: MissionID
  /// Whether the worker itself wrote it.
  let isOwn: Bool
  /// Whether the worker holds the mission from now on; nil where that stays as it is.
  let holds: Bool?
  /// By how much its counts change.
  let completed: Int
  let failed: Int
  let bootID: String?
  let mono: Int64?

  /// Reads an event of a mission; nil where it names no worker or is no matter of its session.
  ///
  /// Only the few members that a session needs are read, whatever the type.
  init?(_ event: RecordedEvent) throws(JSONError) {
    guard let type = MissionEventType.named(event.type), type.concernsSession,
      let payload = try Upcasting.current(
        type: event.type, schema: event.schema, payload: event.payload),
      let missionID = MissionID(stream: event.stream)
    else { return nil }
    var vpID: VPID?
    var workerID: WorkerID?
    var by = Party.worker
    var bootID: String?
    var mono: Int64?
    var previous: MissionStatus?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "vp_id": vpID = try reader.readNull() ? nil : try reader.readVPID()
      case "worker_id": workerID = try reader.readNull() ? nil : try reader.readWorkerID()
      case "by": by = try reader.readChoice()
      case "boot_id": bootID = try reader.readOptionalString()
      case "mono": mono = try reader.readOptionalInt64()
      case "previous_status": previous = try reader.readOptionalChoice()
      default: try reader.skip()
      }
    }
    guard let vpID, let workerID else { return nil }
    session = SessionID(vp: vpID, worker: workerID)
    self.missionID = missionID
    isOwn = by == .worker
    holds = type == .claimed ? true : type.endsHold ? false : nil
    completed = type == .completed ? 1 : 0
    switch type {
    case .failed: failed = 1
    case .reconciliationReversed: failed = previous == .failed ? -1 : 0
    default: failed = 0
    }
    self.bootID = bootID
    self.mono = mono
  }
}

extension MissionEventType {
  /// Whether the event moves the session of the worker that it names.
  fileprivate var concernsSession: Bool {
    switch self {
    case .claimed, .started, .heartbeat, .progress, .artifact, .blocked, .fallback, .completed,
      .failed, .cancelled, .requeued, .lateReport, .reconciliationReversed:
      true
    case .dispatched, .imported, .unblocked, .cancelRequested, .reconciled, .retried, .escalated,
      .acknowledged, .annotated, .workspacePruned:
      false
    }
  }

  /// Whether the worker no longer holds the mission after it.
  fileprivate var endsHold: Bool {
    switch self {
    case .completed, .failed, .cancelled, .requeued: true
    default: false
    }
  }
}
