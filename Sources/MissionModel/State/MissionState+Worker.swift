/// What a mission's worker may still do about it.
extension MissionState {
  /// Whether a worker may be at work on it: one holds it, or was only concluded to be gone, and it was queued again.
  package var isInHand: Bool {
    status.isHeld || (status == .queued && basis == .inferred && lastToken != nil)
  }

  /// Whether it was ended over the head of the worker that held it, which may not even know: it has not reported since.
  package var isEndedUnheard: Bool {
    status.isTerminal && finish == nil && !tokens.isEmpty && workerID != nil
      && lateFinishes.isEmpty
  }

  /// What the worker that had it last reported after it was ended without that worker's word.
  package var lateFinishes: [ReportedFinish.Kind] {
    status.isTerminal && finish == nil ? tokens.last?.lateKinds ?? [] : []
  }

  /// Whether nothing tells how its worker left it: a server's full object doesn't.
  package var isEndUntold: Bool {
    status.isTerminal && attempt > 0 && tokens.isEmpty && workerID != nil && !facts.isImported
      && lateReports == 0
  }

  /// The worker whose process says something of the mission: the one that may be at work on it, or that it was ended
  /// without; nil where nobody had it, or its worker itself had done with it.
  package var watchedWorker: WorkerID? {
    if isInHand { return workerID ?? lastToken?.worker }
    return isEndedUnheard ? workerID : nil
  }

  /// Whether the mission stands on a verdict that the own finish of the worker that had it last would take back.
  package var isReversible: Bool {
    verdict != nil && basis == .inferred && lastToken != nil
      && (status == .failed || status == .queued)
      && retried == nil && !isCancelRequested
  }

  /// Whether its failure is the reconciler's word on a worker that was silent, not gone, and that may yet report.
  ///
  /// Unlike `isReversible` it needs no token, and so holds for a server's full object, too; only that a mission was imported
  /// is not told by that, so that its failure is weighed there.
  package var mayYetBeReported: Bool {
    status == .failed && basis == .inferred && failureMode != .stale(.workerDead)
      && !(facts.isImported && tokens.isEmpty) && retried == nil && !isCancelRequested
  }
}
