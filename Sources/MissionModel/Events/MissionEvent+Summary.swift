extension MissionEvent {
  /// The event in one line, for timelines, lists and logs.
  package var summary: String {
    switch self {
    case .dispatched(let body):
      "dispatched to \(body.request.vpID): \(body.request.objective.headline)"
    case .imported(let body): "imported as \(body.status.rawValue)"
    case .claimed(let body): "claimed by \(body.attempt.token)"
    case .started(let body): "started" + (body.workspace.map { " in \($0)" } ?? "")
    case .heartbeat(let body): "heartbeat of \(body.attempt.workerID)"
    case .progress(let body): body.line
    case .artifact(let body): "\(body.role.rawValue) \(body.path)"
    case .blocked(let body): "asks \(body.questionID): \(body.question.headline)"
    case .unblocked(let body): "answered \(body.questionID): \(body.answer.headline)"
    case .fallback(let body): "fell back from \(body.from) to \(body.to): \(body.reason.headline)"
    case .cancelRequested(let body): "cancel requested: \(body.reason.headline)"
    case .completed(let body): "completed" + tail(body.outcome.message)
    case .failed(let body):
      "failed, \(body.failureMode.rawValue)" + tail(body.error ?? body.outcome.message)
    case .cancelled(let body): body.line
    case .requeued(let body): "requeued by the \(body.by.rawValue): \(body.reason.headline)"
    case .reconciled(let body):
      "reconciled as \(body.outcome.rawValue)"
        + (body.staleReason.map { ", \($0.rawValue)" } ?? "") + " by \(body.reconciledBy)"
    case .reconciliationReversed(let body): "verdict \(body.reverses) reversed"
    case .lateReport(let body):
      "late report of \(body.attempt.token), \(body.reported.kind.rawValue): "
        + body.refusal.rawValue
    case .retried(let body): "retried as \(body.newMissionID)" + tail(body.guidance)
    case .escalated(let body): "escalated: \(body.summary.headline)"
    case .acknowledged(let body): "acknowledged" + tail(body.note)
    case .annotated(let body): "note: \(body.note.headline)"
    case .workspacePruned(let body): "workspace pruned, \(body.bytesFreed) bytes freed"
    case .unknown(let event): "\(event.type) of schema \(event.schema), which this build can't read"
    }
  }
}

extension SessionEvent {
  /// The event in one line.
  package var summary: String {
    switch self {
    case .registered(let body):
      "registered \(body.session)" + (body.process.host.map { " on \($0)" } ?? "")
    case .heartbeat(let body): "heartbeat of \(body.session)"
    case .degraded(let body): "degraded: \(body.error.headline)"
    case .lost(let body): "lost \(body.session)"
    case .retired(let body): "retired \(body.session)"
    case .unknown(let event): "\(event.type) of schema \(event.schema), which this build can't read"
    }
  }
}

extension QueueEvent {
  /// The event in one line.
  package var summary: String {
    switch self {
    case .paused(let body):
      "paused" + (body.until.map { " until \($0)" } ?? "") + tail(body.reason)
    case .resumed(let body): "resumed \(body.vpID)"
    case .imported(let body): "\(body.vpID) is known by an import"
    case .unknown(let event): "\(event.type) of schema \(event.schema), which this build can't read"
    }
  }
}

extension MissionProgressed {
  fileprivate var line: String {
    var parts: [String] = []
    if let percent { parts.append("\(percent.text) %") }
    if let summary { parts.append(summary.headline) }
    if let calls = usage?.llmCalls { parts.append("\(calls) calls") }
    if let cost = usage?.costUSD { parts.append("\(cost.text) USD") }
    if let seconds = usage?.runtimeSeconds { parts.append("\(seconds.text) s") }
    return parts.joined(separator: ", ")
  }
}

extension MissionCancelled {
  fileprivate var line: String {
    let finish = reported.flatMap { $0.kind == .cancelled ? nil : $0.kind.rawValue }
    let said = finish.map { ", the worker had \($0)" } ?? ""
    return "cancelled by the \(by.rawValue)" + said + tail(reason)
  }
}

/// Adds a text to a line, where there is one.
private func tail(_ text: String?) -> String { text.map { ": \($0.headline)" } ?? "" }

extension String {
  /// The first line, cut at 120 characters.
  fileprivate var headline: String {
    let line = split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let clean = ReferenceRules.inOneLine(line)
    return clean.count > 120 ? String(clean.prefix(119)) + "…" : clean
  }
}

extension Millionths {
  /// The number without a needless fraction.
  fileprivate var text: String {
    micros % 1_000_000 == 0 ? String(micros / 1_000_000) : String(value)
  }
}
