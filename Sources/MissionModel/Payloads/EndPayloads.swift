/// `vp.mission.completed`: the worker completed the mission.
package struct MissionCompleted: EventPayload {
  package var attempt: AttemptRef
  package var outcome: MissionOutcome

  /// Makes the payload.
  package init(attempt: AttemptRef, outcome: MissionOutcome) {
    self.attempt = attempt
    self.outcome = outcome
  }
}

/// `vp.mission.failed`: the worker gave up, or the reconciler gave the worker up.
package struct MissionFailed: EventPayload {
  /// The attempt; nil if the mission was never claimed.
  package var attempt: AttemptRef?
  package var by: Party
  package var failureMode: FailureMode
  /// What went wrong, with the end of the output.
  package var error: String?
  package var outcome: MissionOutcome

  /// Makes the payload.
  package init(
    attempt: AttemptRef?, by: Party, failureMode: FailureMode, error: String?,
    outcome: MissionOutcome = MissionOutcome()
  ) {
    self.attempt = attempt
    self.by = by
    self.failureMode = failureMode
    self.error = error
    self.outcome = outcome
  }
}

/// `vp.mission.cancelled`: the mission ended by a cancel.
package struct MissionCancelled: EventPayload {
  /// The attempt; nil if the mission was never claimed.
  package var attempt: AttemptRef?
  package var by: Party
  package var reason: String?
  /// The worker's report when it was stopped, its own finish included.
  package var reported: ReportedFinish?

  /// Makes the payload.
  package init(
    attempt: AttemptRef?, by: Party, reason: String?, reported: ReportedFinish? = nil
  ) {
    self.attempt = attempt
    self.by = by
    self.reason = reason
    self.reported = reported
  }
}

/// `vp.mission.requeued`: the mission goes back to the queue with attempts left.
package struct MissionRequeued: EventPayload {
  package var attempt: AttemptRef
  package var by: Party
  package var reason: String

  /// Makes the payload.
  package init(attempt: AttemptRef, by: Party, reason: String) {
    self.attempt = attempt
    self.by = by
    self.reason = reason
  }
}

/// `vp.mission.late_report`: a finish that came too late to count, kept as evidence.
package struct MissionLateReport: EventPayload {
  package var attempt: AttemptRef
  package var reported: ReportedFinish
  /// Why it doesn't count, as an error's code.
  package var refusal: MissionError.Code

  /// Makes the payload.
  package init(attempt: AttemptRef, reported: ReportedFinish, refusal: MissionError.Code) {
    self.attempt = attempt
    self.reported = reported
    self.refusal = refusal
  }
}
