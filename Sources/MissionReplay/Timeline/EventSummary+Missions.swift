package import MissionModel

extension EventSummary {
  /// Describes an event of a mission; `actor` is its author, if known.
  package init(_ event: MissionEvent, by actor: String? = nil) {
    self =
      switch event {
      case .dispatched(let payload): Self.origin(payload)
      case .imported(let payload): .init("imported as \(payload.status.rawValue)")
      case .claimed, .started, .heartbeat, .progress, .artifact, .blocked, .fallback:
        Self.work(event)
      case .completed, .failed, .cancelled, .requeued, .lateReport: Self.end(event, actor)
      case .unblocked, .cancelRequested, .retried, .escalated, .acknowledged, .annotated,
        .workspacePruned:
        Self.decision(event, actor)
      case .reconciled(let payload): Self.verdict(payload)
      case .reconciliationReversed(let payload):
        .init("verdict \(payload.reverses) taken back: its worker reported after all")
      case .unknown(let event): Self.unread(event.type, event.schema, event.payload)
      }
  }

  private static func origin(_ payload: MissionDispatched) -> EventSummary {
    let vp = payload.request.vpID.rawValue
    guard let original = payload.retryOf else {
      return .init("dispatched to \(vp)", payload.request.objective)
    }
    return .init("dispatched to \(vp) as a retry of \(original)", nil)
  }

  private static func work(_ event: MissionEvent) -> EventSummary {
    switch event {
    case .claimed(let payload):
      let host = payload.host.map { " on \($0)" } ?? ""
      return .init(
        "claimed by \(payload.attempt.workerID)\(host), attempt \(payload.attempt.attempt)")
    case .started(let payload): return .init("started", payload.workspace)
    case .heartbeat: return .init("heartbeat", nil, .faint)
    case .progress(let payload):
      let percent = payload.percent.map { " \(Self.number($0)) %" } ?? ""
      return .init("progress" + percent, payload.summary ?? Self.usage(payload.usage))
    case .artifact(let payload):
      let size = payload.bytes.map { ", \($0) bytes" } ?? ""
      return .init("\(payload.role.rawValue) \(payload.path)\(size)")
    case .blocked(let payload):
      let options =
        payload.options.isEmpty ? "" : " [" + payload.options.joined(separator: " / ") + "]"
      return .init("blocked, question \(payload.questionID)", payload.question + options, .warning)
    case .fallback(let payload):
      return .init("fell back from \(payload.from) to \(payload.to)", payload.reason, .warning)
    default: return .init(event.type)
    }
  }

  private static func end(_ event: MissionEvent, _ actor: String?) -> EventSummary {
    switch event {
    case .completed(let payload): return .init("completed", payload.outcome.message, .good)
    case .failed(let payload):
      let by = payload.by == .worker ? "" : " by the \(payload.by.rawValue)"
      let text = FailureText.line(payload.error, reason: payload.outcome.message)
      return .init("failed\(by), \(payload.failureMode.rawValue)", text, .bad)
    case .cancelled(let payload):
      // The dispatcher may not be the one who cancels: the event's actor says who did.
      let by =
        switch payload.by {
        case .worker: ""
        case .orchestrator: actor.map { " by \($0)" } ?? ""
        case .reconciler: " by the reconciler"
        }
      let finish = payload.reported.flatMap { $0.kind == .cancelled ? nil : $0.kind.rawValue }
      let had = finish.map { ", the worker had \($0)" } ?? ""
      // A cancelled mission keeps no error, so only this line says why its worker had failed.
      let error = payload.reported.flatMap {
        FailureText.line($0.error, reason: $0.error == nil ? nil : $0.outcome.message)
      }
      let words = [MissionCancelRequested.words(payload.reason), error].compactMap(\.self)
      return .init("cancelled\(by)\(had)", words.joined(separator: "; the worker: "), .warning)
    case .requeued(let payload):
      let by = payload.by == .worker ? "" : " by the \(payload.by.rawValue)"
      return .init("requeued\(by)", payload.reason, .warning)
    case .lateReport(let payload):
      return .init(
        "\(payload.attempt.workerID), attempt \(payload.attempt.attempt), reported "
          + "\(payload.reported.kind.rawValue) too late (\(payload.refusal.rawValue))",
        payload.reported.outcome.message ?? payload.reported.error ?? payload.reported.reason,
        .warning)
    default: return .init(event.type)
    }
  }

  private static func decision(_ event: MissionEvent, _ actor: String?) -> EventSummary {
    switch event {
    case .unblocked(let payload):
      return .init("answered question \(payload.questionID)", payload.answer)
    case .cancelRequested(let payload):
      let by = actor.map { " by \($0)" } ?? ""
      return .init("cancel requested\(by)", MissionCancelRequested.words(payload.reason), .warning)
    case .retried(let payload): return .init("retried as \(payload.newMissionID)", payload.guidance)
    case .escalated(let payload): return .init("escalated", payload.summary, .warning)
    case .acknowledged(let payload): return .init("acknowledged", payload.note)
    case .annotated(let payload): return .init("note", payload.note)
    case .workspacePruned(let payload):
      return .init("workspace emptied, \(payload.bytesFreed) bytes freed")
    default: return .init(event.type)
    }
  }

  private static func verdict(_ payload: MissionReconciled) -> EventSummary {
    let reason = payload.staleReason.map { " (\($0.rawValue))" } ?? ""
    return .init(
      "judged \(payload.outcome.rawValue)\(reason) by \(payload.reconciledBy)",
      payload.observed ?? payload.reason, .warning)
  }

  /// A number without needless decimals.
  private static func number(_ value: Millionths) -> String {
    value.micros % 1_000_000 == 0 ? "\(value.micros / 1_000_000)" : "\(value.value)"
  }

  private static func usage(_ usage: Usage?) -> String? {
    guard let usage else { return nil }
    let parts = [
      usage.llmCalls.map { "\($0) calls" }, usage.costUSD.map { "\(number($0)) USD" },
      usage.runtimeSeconds.map { "\(number($0)) s" },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}
