import CanonicalJSON
import MissionControl
import MissionModel

extension WorkerReport {
  /// Writes the members of the report, without its author.
  func writeMembers(into writer: inout JSONWriter) {
    switch self {
    case .heartbeat: break
    case .started(let workspace): writer.fieldIfPresent("workspace", workspace)
    case .progress(let progress): writer.write(progress)
    case .artifact(let artifact):
      writer.field("path", artifact.path)
      writer.fieldIfPresent("bytes", artifact.bytes)
      writer.fieldIfPresent("sha256", artifact.sha256)
      writer.field("role", artifact.role.rawValue)
    case .blocked(let question, let options):
      writer.field("question", question)
      writer.field("options", options)
    case .fallback(let from, let to, let reason):
      writer.field("from", from)
      writer.field("to", to)
      writer.field("reason", reason)
    case .completed(let outcome): writer.write(outcome)
    case .failed(let failure): writer.write(failure)
    case .cancelled(let reason, let outcome):
      writer.fieldIfPresent("reason", reason)
      writer.write(outcome)
    case .requeued(let reason, let failure):
      writer.field("reason", reason)
      writer.write(failure)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ progress: ProgressReport) {
    fieldIfPresent("summary", progress.summary)
    fieldIfPresent("percent", progress.percent)
    write(progress.usage)
    fieldIfPresent("detail", progress.detail)
  }

  fileprivate mutating func write(_ failure: FailureReport) {
    field("error", failure.error)
    field("failure_mode", failure.failureMode.rawValue)
    write(failure.outcome)
  }

  fileprivate mutating func write(_ outcome: MissionOutcome) {
    fieldIfPresent("message", outcome.message)
    fieldIfPresent("result_ref", outcome.resultRef)
    fieldIfPresent("next_action", outcome.nextAction)
    if !outcome.deliverables.isEmpty { field("deliverables", outcome.deliverables) }
    fieldIfPresent("mission_receipt_relpath", outcome.receiptPath)
    fieldIfPresent("sync_ready_marker_relpath", outcome.markerPath)
    write(outcome.usage)
  }

  private mutating func write(_ usage: Usage?) {
    guard let usage, !usage.isEmpty else { return }
    field(
      "usage",
      object: { writer in
        writer.fieldIfPresent("runtime_seconds", usage.runtimeSeconds)
        writer.fieldIfPresent("llm_calls", usage.llmCalls)
        writer.fieldIfPresent("cost_usd", usage.costUSD)
      })
  }
}
