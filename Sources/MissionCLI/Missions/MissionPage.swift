import CanonicalJSON
import MissionModel
import MissionReplay
import Platform

/// One mission as a record that a person reads from top to bottom.
struct MissionPage {
  let mission: MissionView
  let page: Page
  /// Whether long texts are shown whole.
  let isFull: Bool

  private var state: MissionState { mission.state }
  private var time: TimeText { page.time }

  /// Writes the record: the mission, its status, its outcome, and its times.
  func write() throws {
    try page.console.out.write(page.screen.paint(state.facts.missionID.rawValue, .strong) + "  ")
    try page.line(MissionText.statusAndReason(mission), MissionInk.style(mission.effectiveStatus))
    try page.paragraph(cut(mission.request?.objective ?? state.facts.objectiveShown, lines: 6))
    try page.line()
    var record = Record()
    addStanding(to: &record)
    addOutcome(to: &record)
    addRequest(to: &record)
    addTimes(to: &record)
    try page.record(record)
  }

  private func addStanding(to record: inout Record) {
    record.add("vp", "\(state.facts.vpID) (lane \(mission.lane))")
    record.add("status", "\(state.status.rawValue), \(state.basis.rawValue)")
    if let worker = state.workerID {
      let host = state.workerHost.map { " on \($0)" } ?? ""
      record.add(
        "worker", "\(worker)\(host), attempt \(state.attempt) of \(state.facts.maxAttempts)")
    }
    if let lease = state.lease {
      record.add(
        "lease", "until \(time.full(lease.expiresAt))",
        mission.staleness.isStale ? .warning : .plain)
    }
    if let progress = state.progress {
      let percent = progress.percent.map { "\(NumberText.text($0.value))%" }
      let parts = [percent, progress.summary, "(\(time.relative(progress.at)))"].compactMap { $0 }
      record.add("progress", parts.joined(separator: " "))
    }
    if let question = state.question {
      record.add("question", question.question, .warning)
      record.add("options", question.options.joined(separator: " | "))
      record.add("question id", question.questionID)
    }
    if let answer = state.lastAnswer { record.add("answered", "\(answer.answer) (\(answer.by))") }
    if let cancel = state.cancel {
      record.add(
        "cancel", "\(cancel.words ?? "requested") (\(cancel.by), \(time.relative(cancel.at)))",
        .warning)
    }
    if let reason = mission.attention {
      record.add("attention", reason.rawValue.replacing("_", with: " "), .warning)
    }
  }

  private func addOutcome(to record: inout Record) {
    record.add("failure", state.failureMode?.rawValue, .bad)
    record.add("detail", state.failureDetail.map { cut($0, lines: 8) })
    if let outcome = state.outcome {
      record.add("result", outcome.message.map { cut($0, lines: 8) })
      record.add("folder", outcome.resultRef.map(Self.folder))
      record.add("files", outcome.deliverables.map(TextWidth.oneLine).joined(separator: "\n"))
      record.add("next", outcome.nextAction)
    }
    record.add("usage", usage)
    if state.lateReports > 0 { record.add("late reports", "\(state.lateReports)", .warning) }
  }

  private func addRequest(to record: inout Record) {
    let facts = state.facts
    if facts.priority != 100 || facts.priorityTier != .normal {
      record.add("priority", "\(facts.priorityTier.rawValue), \(facts.priority)")
    }
    record.add("key", facts.idempotencyKey)
    record.add("session", facts.sourceSessionID)
    record.add("retry of", facts.retryOf?.rawValue)
    record.add(
      "retried by",
      state.retried.map {
        $0.newMissionID.rawValue + (mission.isRetryInterrupted ? ", which was interrupted" : "")
      })
    record.add("not before", facts.notBefore.map(time.full))
    record.add("deadline", facts.deadline.map(time.full))
    guard let request = mission.request else { return }
    if request.constraints != .emptyObject {
      record.add("constraints", request.constraints.string)
    }
    record.add("criteria", request.successCriteria.map(TextWidth.oneLine).joined(separator: "\n"))
    record.add("outputs", request.requiredOutputs.map(TextWidth.oneLine).joined(separator: "\n"))
    if request.metadata != .emptyObject { record.add("metadata", request.metadata.string) }
  }

  private func addTimes(to record: inout Record) {
    record.add("dispatched", state.facts.dispatchedAt.map(time.full))
    if let claimed = state.claimedAt {
      let queued = state.queueSeconds.map { ", after \(DurationText.text(seconds: $0))" } ?? ""
      record.add("claimed", time.full(claimed) + queued)
    }
    record.add("started", state.startedAt.map(time.full))
    if let completed = state.completedAt {
      let ran = state.durationSeconds.map { ", after \(DurationText.text(seconds: $0))" } ?? ""
      record.add("ended", time.full(completed) + ran)
    } else {
      record.add("heartbeat", state.lastHeartbeatAt.map(time.full))
    }
  }

  private var usage: String? {
    var parts: [String] = []
    if let calls = state.usage.llmCalls { parts.append(CountText.text(calls, "LLM call")) }
    if let cost = state.usage.costUSD { parts.append("$\(NumberText.text(cost.value))") }
    if let seconds = state.usage.runtimeSeconds?.value {
      parts.append("\(DurationText.text(seconds: seconds)) of work")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The first `lines` lines as the screen wraps them, unless everything is wanted.
  private func cut(_ text: String, lines: Int) -> String {
    let wrapped = TextWidth.wrap(text, to: page.screen.width - 14)
    guard !isFull, wrapped.count > lines else { return text }
    return wrapped.prefix(lines).joined(separator: "\n") + " … (--full shows it all)"
  }

  private static func folder(_ reference: String) -> String {
    ResultReference.folder(of: reference) ?? reference
  }
}
