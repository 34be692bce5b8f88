/// What a mission's worker may still do with it.
extension MissionState {
  /// Whether a worker may be at work on it: one holds it, or was only concluded to be gone when it
  /// was queued again.
  package var isInHand: Bool {
    status.isHeld || (status == .queued && basis == .inferred && lastToken != nil)
  }

  /// Whether it was ended without the worker that held it, which may not know of that: it has not
  /// reported since.
  package var isEndedUnheard: Bool {
    status.isTerminal && finish == nil && !tokens.isEmpty && workerID != nil
      && lateFinishes.isEmpty
  }

  /// The kinds of finish that its last worker reported after the mission was ended without that
  /// worker.
  package var lateFinishes: [ReportedFinish.Kind] {
    status.isTerminal && finish == nil ? tokens.last?.lateKinds ?? [] : []
  }

  /// Whether nothing tells how its worker left it, as in a server's full object.
  var isEndUntold: Bool {
    status.isTerminal && attempt > 0 && tokens.isEmpty && workerID != nil && !facts.isImported
      && lateReports == 0
  }

  /// The worker whose process matters to the mission: one that may be at work on it, or without
  /// which it was ended; nil if nobody had it, or if its worker finished it.
  package var watchedWorker: WorkerID? {
    if isInHand { return workerID ?? lastToken?.worker }
    return isEndedUnheard ? workerID : nil
  }

  /// Whether its status rests on a verdict that its last worker's own finish would take back.
  package var isReversible: Bool {
    verdict != nil && basis == .inferred && lastToken != nil
      && (status == .failed || status == .queued)
      && retried == nil && !isCancelRequested
  }

  /// Whether only the reconciler says that it failed, of a worker that was silent, not gone, and
  /// may yet report.
  ///
  /// Unlike `isReversible` this needs no token, so it works for a server's full object too; that
  /// object doesn't tell that a mission was imported, so such a failure counts as well.
  package var mayYetBeReported: Bool {
    status == .failed && basis == .inferred && failureMode != .stale(.workerDead)
      && !(facts.isImported && tokens.isEmpty) && retried == nil && !isCancelRequested
  }
}
