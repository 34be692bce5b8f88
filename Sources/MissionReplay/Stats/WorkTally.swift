/// Counts of missions' events within a window, for one VP or several added up.
package struct WorkTally: Hashable, Sendable {
  /// Missions that were dispatched.
  package var dispatched = 0
  /// Attempts that were given to workers.
  package var claimed = 0
  /// Missions that ended, by how; a verdict that was taken back counts as no end.
  package var completed = 0
  package var failed = 0
  package var cancelled = 0
  /// Attempts that were returned to the queue.
  package var requeued = 0
  /// Fallbacks that workers reported.
  package var fallbacks = 0
  /// Missions that ended after a fallback.
  package var endedAfterFallback = 0
  /// Verdicts of the reconciler, and those that a worker's own finish took back.
  package var reconciled = 0
  package var reversed = 0
  /// Finishes that came too late and were kept.
  package var lateReports = 0
  /// Failures by their mode.
  package var failureModes: [String: Int] = [:]
  /// Time from entering the queue to the claim, for each claim, without the time before
  /// `not_before`.
  package var queue = Durations()
  /// Time from start to end, of missions that completed.
  package var run = Durations()

  /// Makes the tally of an empty window.
  package init() {}

  /// Missions that ended.
  package var ended: Int { completed + failed + cancelled }
  /// The share of failures among missions that ended; nil where none did.
  package var failureRate: Double? { Self.share(failed, of: ended) }
  /// The share of missions that fell back among those that ended; nil where none did.
  package var fallbackRate: Double? { Self.share(endedAfterFallback, of: ended) }
  /// The share of attempts that the reconciler ended, among all that ended; nil where none did.
  package var reconciliationRate: Double? { Self.share(reconciled, of: ended + requeued) }

  private static func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? min(1, Double(part) / Double(whole)) : nil
  }

  /// Adds another tally.
  package mutating func add(_ other: WorkTally) {
    dispatched += other.dispatched
    claimed += other.claimed
    completed += other.completed
    failed += other.failed
    cancelled += other.cancelled
    requeued += other.requeued
    fallbacks += other.fallbacks
    endedAfterFallback += other.endedAfterFallback
    reconciled += other.reconciled
    reversed += other.reversed
    lateReports += other.lateReports
    failureModes.merge(other.failureModes, uniquingKeysWith: +)
    queue.add(other.queue)
    run.add(other.run)
  }

  /// The failure modes, the most frequent first.
  package var modesByCount: [(mode: String, count: Int)] {
    failureModes.filter { $0.value > 0 }
      .map { (mode: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.mode) < ($0.count, $1.mode) }
  }
}
