package import CanonicalJSON

/// `vp.mission.reconciled`: the reconciler's conclusion; the event after it carries that out.
package struct MissionReconciled: EventPayload {
  /// The three outcomes of a verdict.
  package enum Outcome: String, Choice {
    case failed, cancelled, requeued
  }

  /// The judged attempt; nil for imported history.
  package var attempt: AttemptRef?
  package var outcome: Outcome
  package var reason: String
  package var staleReason: StaleReason?
  /// The ledger's lane.
  package var storageLane: String
  package var reconciledBy: String
  package var previousStatus: MissionStatus
  /// The observations of the worker; any JSON.
  package var evidence: JSONText

  /// The observation of the worker's process, as a sentence; nil if the evidence has none.
  package var observed: String? { evidence.text(of: "observed") }

  /// The only reason of verdicts on stale missions.
  package static let staleReasonText = "stale_running_reconciled"

  /// Makes the payload.
  package init(
    attempt: AttemptRef?, outcome: Outcome, reason: String = staleReasonText,
    staleReason: StaleReason?, storageLane: String, reconciledBy: String,
    previousStatus: MissionStatus, evidence: JSONText
  ) {
    self.attempt = attempt
    self.outcome = outcome
    self.reason = reason
    self.staleReason = staleReason
    self.storageLane = storageLane
    self.reconciledBy = reconciledBy
    self.previousStatus = previousStatus
    self.evidence = evidence
  }
}

/// `vp.mission.reconciliation_reversed`: the worker that was given up reports after all.
package struct MissionReconciliationReversed: EventPayload {
  package var attempt: AttemptRef
  /// The `event_id` of the verdict that is taken back.
  package var reverses: String
  /// The status that the verdict had led to.
  package var previousStatus: MissionStatus

  /// Makes the payload.
  package init(attempt: AttemptRef, reverses: String, previousStatus: MissionStatus) {
    self.attempt = attempt
    self.reverses = reverses
    self.previousStatus = previousStatus
  }
}
