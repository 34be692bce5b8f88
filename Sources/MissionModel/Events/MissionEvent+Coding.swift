package import CanonicalJSON

extension MissionEvent {
  /// Reads a stored event; one that this build can't read is `unknown`.
  ///
  /// - Throws: Only for a payload that breaks the rules of its own type and schema.
  package init(
    type: String, schema: Int, payload: JSONText, reading extent: PayloadExtent = .whole,
    upcasting: Upcasting = .current
  ) throws(JSONError) {
    guard let known = MissionEventType.named(type),
      let payload = try upcasting.current(type: type, schema: schema, payload: payload)
    else {
      self = .unknown(UnknownEvent(type: type, schema: schema, payload: payload))
      return
    }
    switch known {
    case .dispatched: self = .dispatched(try .init(payload: payload, reading: extent))
    case .imported: self = .imported(try .init(payload: payload))
    case .claimed: self = .claimed(try .init(payload: payload))
    case .started: self = .started(try .init(payload: payload))
    case .heartbeat: self = .heartbeat(try .init(payload: payload))
    case .progress: self = .progress(try .init(payload: payload, reading: extent))
    case .artifact: self = .artifact(try .init(payload: payload))
    case .blocked: self = .blocked(try .init(payload: payload))
    case .unblocked: self = .unblocked(try .init(payload: payload))
    case .fallback: self = .fallback(try .init(payload: payload))
    case .cancelRequested: self = .cancelRequested(try .init(payload: payload))
    case .completed: self = .completed(try .init(payload: payload))
    case .failed: self = .failed(try .init(payload: payload))
    case .cancelled: self = .cancelled(try .init(payload: payload))
    case .requeued: self = .requeued(try .init(payload: payload))
    case .reconciled: self = .reconciled(try .init(payload: payload))
    case .reconciliationReversed: self = .reconciliationReversed(try .init(payload: payload))
    case .lateReport: self = .lateReport(try .init(payload: payload))
    case .retried: self = .retried(try .init(payload: payload))
    case .escalated: self = .escalated(try .init(payload: payload))
    case .acknowledged: self = .acknowledged(try .init(payload: payload))
    case .annotated: self = .annotated(try .init(payload: payload))
    case .workspacePruned: self = .workspacePruned(try .init(payload: payload))
    }
  }

  /// The stored type.
  package var type: String { parts.type }

  /// The version of the payload's shape.
  package var schema: Int {
    if case .unknown(let event) = self { event.schema } else { Upcasting.current.schema(of: type) }
  }

  /// The canonical payload, as it is stored.
  package var payload: JSONText {
    if case .unknown(let event) = self {
      event.payload
    } else {
      parts.body?.payload ?? .emptyObject
    }
  }

  /// The type and the payload's value; nil if this build doesn't know the payload.
  private var parts: (type: String, body: (any EventPayload)?) {
    switch self {
    case .dispatched(let body): (MissionEventType.dispatched.rawValue, body)
    case .imported(let body): (MissionEventType.imported.rawValue, body)
    case .claimed(let body): (MissionEventType.claimed.rawValue, body)
    case .started(let body): (MissionEventType.started.rawValue, body)
    case .heartbeat(let body): (MissionEventType.heartbeat.rawValue, body)
    case .progress(let body): (MissionEventType.progress.rawValue, body)
    case .artifact(let body): (MissionEventType.artifact.rawValue, body)
    case .blocked(let body): (MissionEventType.blocked.rawValue, body)
    case .unblocked(let body): (MissionEventType.unblocked.rawValue, body)
    case .fallback(let body): (MissionEventType.fallback.rawValue, body)
    case .cancelRequested(let body): (MissionEventType.cancelRequested.rawValue, body)
    case .completed(let body): (MissionEventType.completed.rawValue, body)
    case .failed(let body): (MissionEventType.failed.rawValue, body)
    case .cancelled(let body): (MissionEventType.cancelled.rawValue, body)
    case .requeued(let body): (MissionEventType.requeued.rawValue, body)
    case .reconciled(let body): (MissionEventType.reconciled.rawValue, body)
    case .reconciliationReversed(let body):
      (MissionEventType.reconciliationReversed.rawValue, body)
    case .lateReport(let body): (MissionEventType.lateReport.rawValue, body)
    case .retried(let body): (MissionEventType.retried.rawValue, body)
    case .escalated(let body): (MissionEventType.escalated.rawValue, body)
    case .acknowledged(let body): (MissionEventType.acknowledged.rawValue, body)
    case .annotated(let body): (MissionEventType.annotated.rawValue, body)
    case .workspacePruned(let body): (MissionEventType.workspacePruned.rawValue, body)
    case .unknown(let event): (event.type, nil)
    }
  }
}
