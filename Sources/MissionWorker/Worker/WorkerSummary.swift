/// The counts of missions that a worker brought to an end, by how they ended.
package struct WorkerSummary: Hashable, Sendable {
  package var completed = 0
  package var failed = 0
  package var cancelled = 0
  package var requeued = 0
  /// Those whose end the fleet didn't accept.
  package var unrecorded = 0
  /// How many it has claimed.
  package var claimed = 0
  /// Whether it ended because it was told to.
  package var wasStopped = false

  package init() {}

  mutating func count(_ result: RunResult) {
    guard result.unrecorded == nil else {
      unrecorded += 1
      return
    }
    switch result.verdict {
    case .completed: completed += 1
    case .failed: failed += 1
    case .cancelled: cancelled += 1
    case .requeued: requeued += 1
    }
  }
}
