import CanonicalJSON
import MissionModel
import MissionTools
import MissionWorker

/// The answer of `worker` when it ends: how many missions ended in which way.
struct WorkerAnswer: ToolAnswer {
  let worker: WorkerID
  let summary: WorkerSummary

  func write(into writer: inout JSONWriter) {
    writer.field("worker_id", worker.rawValue)
    writer.field("completed", summary.completed)
    writer.field("failed", summary.failed)
    writer.field("cancelled", summary.cancelled)
    writer.field("requeued", summary.requeued)
    writer.field("unrecorded", summary.unrecorded)
  }

  /// `2 completed, 1 failed`, or that there was nothing to do.
  var sentence: String {
    let counts = [
      (summary.completed, "completed"), (summary.failed, "failed"),
      (summary.cancelled, "cancelled"), (summary.requeued, "requeued"),
      (summary.unrecorded, "not recorded"),
    ]
    let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return parts.isEmpty ? "nothing to do" : parts.joined(separator: ", ")
  }
}
