import Platform

/// The conclusions of one run over one ledger.
package struct ReconcileVerdicts: Hashable, Sendable {
  /// Verdicts on workers that are gone, to be appended before the missions' events.
  package var sessions: [SessionVerdict] = []
  /// Verdicts on missions that end or go back to the queue, oldest first.
  package var missions: [MissionVerdict] = []
  /// Stale missions that are left alone, oldest first.
  package var kept: [KeptMission] = []
  /// How many more missions and sessions a later run has to end, beyond what one run may.
  package var left = 0

  /// Makes an empty result.
  package init() {}

  /// Whether there is nothing to append.
  package var isEmpty: Bool { sessions.isEmpty && missions.isEmpty }
}

extension ReconcileVerdicts {
  /// What happens to the first judged mission, or session, as a sentence; nil if nothing does.
  package var outlook: String? {
    if let verdict = missions.first {
      let reason = verdict.staleReason?.rawValue ?? verdict.ground.word
      return "the reconciler's next run makes it \(verdict.after.rawValue) (\(reason)): "
        + verdict.evidence
    }
    if let kept = kept.first {
      let needed = DurationText.text(seconds: kept.neededSeconds)
      let silence = DurationText.text(seconds: kept.silence?.seconds ?? 0)
      switch kept.ground {
      case .alive:
        return "its worker's process is alive, so the reconciler leaves it until \(needed) of "
          + "silence; so far there were \(silence)"
      case .unobserved:
        return "its worker's process can't be checked, so the reconciler leaves it until "
          + "\(needed) of silence; this look alone knows of \(silence)"
      }
    }
    return sessions.isEmpty ? nil : "the reconciler's next run marks it lost"
  }
}
