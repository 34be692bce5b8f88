import CanonicalJSON
import MissionControl
import MissionModel

/// A worker's words as requests.
enum RemoteReport {
  /// The last part of the path, and the body, of a report.
  static func request(
    _ report: WorkerReport, _ token: FencingToken
  ) -> (word: String, body: [UInt8]) {
    var writer = JSONWriter()
    var word = "heartbeat"
    writer.object { writer in
      writer.field("worker_id", token.worker.rawValue)
      writer.field("attempt", token.attempt)
      switch report {
      case .heartbeat: break
      case .started(let workspace):
        word = "start"
        writer.fieldIfPresent("workspace", workspace)
      case .progress(let progress):
        word = "progress"
        writer.write(progress)
      case .artifact(let artifact):
        word = "artifact"
        writer.field("path", artifact.path)
        writer.fieldIfPresent("bytes", artifact.bytes)
        writer.fieldIfPresent("sha256", artifact.sha256)
        writer.field("role", artifact.role.rawValue)
      case .blocked(let question, let options):
        word = "block"
        writer.field("question", question)
        writer.field("options", options)
      case .fallback(let from, let to, let reason):
        word = "fallback"
        writer.field("from", from)
        writer.field("to", to)
        writer.field("reason", reason)
      case .completed(let outcome):
        word = "complete"
        writer.write(outcome)
      case .failed(let failure):
        word = "fail"
        writer.write(failure)
      case .cancelled(let reason, let outcome):
        word = "cancelled"
        writer.fieldIfPresent("reason", reason)
        writer.write(outcome)
      case .requeued(let reason, let failure):
        word = "requeue"
        writer.field("reason", reason)
        writer.write(failure)
      }
    }
    return (word, writer.finish())
  }

  /// The body of what a worker says of itself.
  static func body(_ report: SessionReport) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      switch report {
      case .heartbeat: writer.field("report", "heartbeat")
      case .retired: writer.field("report", "retired")
      case .degraded(let error):
        writer.field("report", "degraded")
        writer.field("error", error)
      case .registered(let process):
        writer.field("report", "registered")
        writer.fieldIfPresent("host", process.host)
        writer.fieldIfPresent("version", process.version)
      }
    }
    return writer.finish()
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
